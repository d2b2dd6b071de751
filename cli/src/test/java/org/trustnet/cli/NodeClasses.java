package org.trustnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.trustnet.bootstrap.clock.Surroundings;
import org.trustnet.bootstrap.node.NewRepository;
import org.trustnet.bootstrap.node.Profile;
import org.trustnet.testkit.crash.ClassArchive;
import org.trustnet.testkit.crash.LiveProgram;

/** What {@code run} loads from its start to its orderly end, for tests that start it many times. */
public final class NodeClasses {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private NodeClasses() {}

  /** Runs a node of its own once; all is left in {@code folder}. */
  public static ClassArchive in(Path folder) throws IOException, InterruptedException {
    Path repository = folder.resolve("repository-of-archive");
    NewRepository.create(repository, Profile.TEST, Surroundings.ofTheMachine());
    Path scratch = Files.createDirectory(folder.resolve("archive"));
    ClassArchive classes = ClassArchive.in(scratch);
    try (LiveProgram node =
        LiveProgram.start(
            classes.filling(), Main.class, scratch, "--repo", repository.toString(), "run")) {
      node.awaitLine("trustnet is ready");
      node.signal("TERM");
      assertThat(node.awaitEnd(PATIENCE)).describedAs(node.errors()).isZero();
    }
    return classes.filled();
  }
}
