package org.trustnet.testkit.crash;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * What child JVMs load, kept in a file by one of them that ends in order: most of the processor's
 * time of a short-lived child is loading classes, and the others save a third of it. A child that
 * cannot use the file does without. Safe on any thread.
 *
 * <p>JVMs keep only classes of jars, so that the folders on the class path are packed into some.
 */
public final class ClassArchive {
  private final List<String> options;
  private final Path file;

  private ClassArchive(List<String> options, Path file) {
    this.options = List.copyOf(options);
    this.file = file;
  }

  /** No archive: the class path of this JVM as it is. */
  static ClassArchive none() {
    return new ClassArchive(List.of("-cp", classPath()), Path.of(""));
  }

  /**
   * An archive that no child has filled yet.
   *
   * @param folder where it lies with the jars; must stay as long as children start
   */
  public static ClassArchive in(Path folder) {
    List<String> jars = new ArrayList<>();
    try {
      for (String part : classPath().split(File.pathSeparator)) {
        Path path = Path.of(part);
        jars.add(
            Files.isDirectory(path)
                ? packed(path, folder.resolve("classes-" + jars.size() + ".jar")).toString()
                : part);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ClassArchive(
        List.of("-cp", String.join(File.pathSeparator, jars)), folder.resolve("classes.jsa"));
  }

  /** For the child that fills it: it must end by itself, by its exit or by SIGTERM. */
  public ClassArchive filling() {
    return with("-XX:ArchiveClassesAtExit=" + file);
  }

  /**
   * For the children after that one.
   *
   * @throws IllegalStateException if it was not filled
   */
  public ClassArchive filled() {
    if (!Files.exists(file)) {
      throw new IllegalStateException("no child has filled " + file);
    }
    return with("-XX:SharedArchiveFile=" + file);
  }

  /** A JVM tells on its standard output why it keeps a class out, and we listen there. */
  private ClassArchive with(String option) {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of(option, "-Xlog:cds=off", "-Xlog:cds+dynamic=off", "-Xlog:aot=off"));
    return new ClassArchive(all, file);
  }

  /** The JVM's options, the class path among them. */
  List<String> options() {
    return options;
  }

  /** Surefire starts its JVM with a jar that only names the others; it says which those are. */
  private static String classPath() {
    String tested = System.getProperty("surefire.test.class.path");
    return tested == null ? System.getProperty("java.class.path") : tested;
  }

  private static Path packed(Path classes, Path jar) throws IOException {
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream packer = new JarOutputStream(out);
        Stream<Path> files = Files.walk(classes)) {
      packer.setLevel(0);
      for (Path each : files.filter(Files::isRegularFile).sorted().toList()) {
        packer.putNextEntry(
            new JarEntry(classes.relativize(each).toString().replace(File.separatorChar, '/')));
        Files.copy(each, packer);
        packer.closeEntry();
      }
    }
    return jar;
  }
}
