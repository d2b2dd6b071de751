package org.trustnet.trustdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files of a closed database in memory, to be written down whole or damaged. */
final class FolderCopy {
  private final Map<String, byte[]> files = new TreeMap<>();

  static FolderCopy of(Path folder) {
    FolderCopy copy = new FolderCopy();
    try (Stream<Path> all = Files.list(folder)) {
      for (Path file : all.toList()) {
        String name = file.getFileName().toString();
        if (!name.startsWith("LOG") && !name.equals("LOCK")) {
          copy.files.put(name, Files.readAllBytes(file));
        }
      }
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names of the files that end so, in order. */
  List<String> names(String suffix) {
    return files.keySet().stream().filter(name -> name.endsWith(suffix)).toList();
  }

  byte[] file(String name) {
    return files.get(name).clone();
  }

  FolderCopy with(String name, byte[] content) {
    FolderCopy copy = new FolderCopy();
    copy.files.putAll(files);
    copy.files.put(name, content);
    return copy;
  }

  FolderCopy without(String name) {
    FolderCopy copy = new FolderCopy();
    copy.files.putAll(files);
    copy.files.remove(name);
    return copy;
  }

  /** Writes the files into {@code folder}, in place of what is there. */
  void writeTo(Path folder) {
    try {
      remove(folder);
      Files.createDirectories(folder);
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Files.write(folder.resolve(file.getKey()), file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes a folder with what is in it. */
  static void remove(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
