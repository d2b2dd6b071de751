package org.trustnet.testkit.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class GuardianTest {
  @TempDir private Path folder;

  /** Starts a child, says its process ID, and waits for ever. */
  public static final class Parent {
    private Parent() {}

    public static void main(String[] arguments) throws InterruptedException {
      LiveProgram child = LiveProgram.start(Child.class, Path.of(arguments[0]));
      new Acknowledgements().say(child.awaitLine("pid "));
      new CountDownLatch(1).await();
    }
  }

  /** Says its process ID, and waits for ever. */
  public static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws InterruptedException {
      new Acknowledgements().say("pid " + ProcessHandle.current().pid());
      new CountDownLatch(1).await();
    }
  }

  @Test
  void childDoesNotOutliveAParentThatIsKilled() throws Exception {
    Path own = Files.createDirectory(folder.resolve("parent"));
    Path its = Files.createDirectory(folder.resolve("child"));
    try (LiveProgram parent = LiveProgram.start(Parent.class, own, its.toString())) {
      long pid = Long.parseLong(parent.awaitLine("pid ").substring("pid ".length()));
      ProcessHandle child = ProcessHandle.of(pid).orElseThrow();
      assertThat(child.isAlive()).isTrue();

      parent.kill();

      assertThat(child.onExit().get(30, TimeUnit.SECONDS).isAlive()).isFalse();
    }
  }
}
