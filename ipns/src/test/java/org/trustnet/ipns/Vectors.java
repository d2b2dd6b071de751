package org.trustnet.ipns;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.trustnet.multiformats.Bytes;

/** Files of {@code src/test/resources/vectors}. */
public final class Vectors {
  private Vectors() {}

  public static Bytes bytes(String path) {
    try (InputStream in = open(path)) {
      return Bytes.wrap(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static InputStream open(String path) {
    return Objects.requireNonNull(Vectors.class.getResourceAsStream("/vectors/" + path), path);
  }
}
