package org.trustnet.trustdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.trustnet.testkit.crash.CrashHarness;

@Timeout(90)
final class LiveFilesTest {
  @TempDir private Path folder;

  @Test
  @EnabledOnOs(OS.LINUX)
  void aRefusedChangeThatComesBackWithTheFilesIsUndone() {
    CrashHarness.Run run =
        new CrashHarness(ReturningChangeProgram.class, folder)
            .finish(folder.resolve("db").toString());
    assertThat(run.exit()).describedAs(run.errors()).isZero();
    assertThat(run.last()).isEqualTo("it is as it was");
  }
}
