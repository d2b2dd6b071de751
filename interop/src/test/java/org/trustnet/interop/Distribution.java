package org.trustnet.interop;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

/** The launcher as in an unpacked distribution, in front of the classes that are under test. */
final class Distribution {
  private Distribution() {}

  /** Makes it in {@code folder}, which is returned: {@code ./trustnet} runs there. */
  static Path make(Path folder) throws IOException {
    Files.copy(Path.of("..", "trustnet"), folder.resolve("trustnet"));
    Path jdk = Files.createDirectory(folder.resolve("tools")).resolve("jdk");
    Files.writeString(jdk, "#!/bin/sh\necho '" + System.getProperty("java.home") + "'\n");
    Files.setPosixFilePermissions(jdk, PosixFilePermissions.fromString("rwxr-xr-x"));
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath());
    Path jar = Files.createDirectory(folder.resolve("lib")).resolve("trustnet.jar");
    try (OutputStream out = Files.newOutputStream(jar)) {
      new JarOutputStream(out, manifest).close();
    }
    return folder;
  }

  /** That of this test, as a manifest has it. */
  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(":"))
        .map(entry -> Path.of(entry).toUri().toString())
        .collect(Collectors.joining(" "));
  }
}
