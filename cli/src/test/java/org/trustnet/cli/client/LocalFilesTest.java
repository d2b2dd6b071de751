package org.trustnet.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.operation.Request.Part;

/** What a folder holds beside files. Each part is read to its end. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LocalFilesTest {
  @TempDir private Path folder;
  private Path top;

  @BeforeEach
  void fill() throws IOException {
    top = Files.createDirectory(folder.resolve("top"));
    Files.writeString(top.resolve("a"), "content");
  }

  private static List<String> read(String... paths) throws IOException {
    Iterator<Part> files =
        LocalFiles.of(List.of(paths), LocalFiles.Folders.TAKEN, InputStream.nullInputStream());
    List<String> read = new ArrayList<>();
    while (files.hasNext()) {
      Part part = files.next();
      try (InputStream in = part.content()) {
        read.add(part.path() + " " + in.readAllBytes().length);
      }
    }
    return read;
  }

  private AbstractThrowableAssert<?, ? extends Throwable> refusal() {
    return assertThatThrownBy(() -> read(top.toString())).isInstanceOf(OperationException.class);
  }

  /** Runs a shell's line within the folder: Java has no names that are not text. */
  private void shell(String line) throws IOException, InterruptedException {
    Process shell =
        new ProcessBuilder("sh", "-c", line)
            .directory(top.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    boolean done = shell.waitFor(30, TimeUnit.SECONDS) && shell.exitValue() == 0;
    assumeTrue(done, "this system cannot do: " + line);
  }

  @Test
  void anEmptyPathIsRefusedAsAMistakeOfUse() {
    assertThatThrownBy(() -> read(top.toString(), ""))
        .isInstanceOfSatisfying(
            OperationException.class,
            refused -> {
              assertThat(refused.kind()).isEqualTo(OperationException.Kind.USAGE);
              assertThat(refused).hasMessage("an empty path");
            });
  }

  @Test
  void aPipeIsRefusedAndNotWaitedFor() throws Exception {
    shell("mkfifo pipe");

    refusal().hasMessage(top.resolve("pipe") + " is neither a file nor a folder");
  }

  @Test
  void aLinkToAPipeIsALink() throws Exception {
    shell("mkfifo ../pipe && ln -s ../pipe link");

    assertThat(read(top.toString())).containsExactly("top 0", "top/a 7", "top/link 7");
  }

  @Test
  void aLinkThatIsItselfNamedIsALinkAsInKubo() throws Exception {
    shell("ln -s a toFile && ln -s . toFolder && ln -s nowhere dangling");

    for (LocalFiles.Folders folders :
        List.of(LocalFiles.Folders.TAKEN, LocalFiles.Folders.ON_DEMAND)) {
      assertThat(parts(folders, "toFile", "toFolder", "dangling"))
          .containsExactly("SYMLINK toFile a", "SYMLINK toFolder .", "SYMLINK dangling nowhere");
    }
    assertThat(parts(LocalFiles.Folders.NEVER, "toFile")).containsExactly("FILE toFile content");
  }

  private List<String> parts(LocalFiles.Folders folders, String... names) throws IOException {
    List<String> paths = Stream.of(names).map(name -> top.resolve(name).toString()).toList();
    Iterator<Part> files = LocalFiles.of(paths, folders, InputStream.nullInputStream());
    List<String> read = new ArrayList<>();
    while (files.hasNext()) {
      Part part = files.next();
      try (InputStream in = part.content()) {
        String content = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        read.add(part.kind() + " " + part.path() + " " + content);
      }
    }
    return read;
  }

  @Test
  void aNameThatIsNotTextIsRefusedAndNotKeptAsAnother() throws Exception {
    shell("touch \"$(printf 'f\\377')\"");

    refusal()
        .hasMessageStartingWith("cannot read " + top + "/f")
        .hasMessageContaining("its name is no text in the locale's encoding");
  }

  @Test
  void aTargetThatIsNotTextIsRefusedAndNotKeptAsAnother() throws Exception {
    shell("ln -s \"$(printf 't\\377')\" link");

    refusal()
        .hasMessageStartingWith("cannot read " + top.resolve("link"))
        .hasMessageContaining("its target is no text in the locale's encoding");
  }

  @Test
  void aNamedFileThatIsNotTextIsAnErrorOfItsOwn() {
    assertThatThrownBy(() -> read("\ud800"))
        .isInstanceOf(OperationException.class)
        .hasMessageContaining("its name is no text in the locale's encoding");
  }
}
