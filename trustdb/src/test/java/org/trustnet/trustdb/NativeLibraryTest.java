package org.trustnet.trustdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NativeLibraryTest {
  private static final FileTime LONG_AGO = FileTime.fromMillis(0);

  @TempDir private Path folder;

  @Test
  void isUnpackedOnceForItsOwnerAlone() throws IOException {
    assertThat(NativeLibrary.unpacked(folder)).isEmpty();
    Path library = NativeLibrary.kept(folder);
    Files.setLastModifiedTime(library, LONG_AGO);
    assertThat(NativeLibrary.kept(folder)).isEqualTo(library);
    assertThat(Files.getLastModifiedTime(library)).isEqualTo(LONG_AGO);
    assertThat(Files.getPosixFilePermissions(library))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(Files.getPosixFilePermissions(library.getParent()))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void isUnpackedAnewWhenOneByteIsOther() throws IOException {
    byte[] whole = Files.readAllBytes(NativeLibrary.kept(folder));
    for (int at : new int[] {0, 100, whole.length / 2, whole.length - 1}) {
      byte[] changed = whole.clone();
      changed[at] ^= 1;
      Files.write(NativeLibrary.kept(folder), changed);
      assertThat(NativeLibrary.unpacked(folder)).describedAs("changed at %d", at).isEmpty();
      assertThat(Files.readAllBytes(NativeLibrary.kept(folder))).isEqualTo(whole);
    }
  }

  @Test
  void isUnpackedAnewWhenItIsAnotherOneAndThatOneGoes() throws IOException {
    Path library = NativeLibrary.kept(folder);
    Path other = Files.createDirectory(folder.resolve("rocksdb-1"));
    Files.move(library, other.resolve(library.getFileName()));
    assertThat(NativeLibrary.kept(folder)).isEqualTo(library).isRegularFile();
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactly(library.getParent());
    }
  }

  @Test
  void aDatabaseOpensWithIt() {
    NativeLibrary.load(folder.resolve("native"));
    NumberedRows.open(folder.resolve("db")).close();
  }

  @Test
  void aFolderThatCannotBeMadeIsDoneWithout() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    NativeLibrary.load(file.resolve("native"));
    NumberedRows.open(folder.resolve("db")).close();
  }
}
