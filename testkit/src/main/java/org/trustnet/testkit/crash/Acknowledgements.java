package org.trustnet.testkit.crash;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * What a program under test tells the test that may kill it: lines on its standard output, each in
 * one unbuffered write, so that a line is read whole or was never said. One thread.
 */
public final class Acknowledgements {
  private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);

  /**
   * Says that something is done.
   *
   * @param line without line break, at most some hundred characters
   */
  public void say(Object line) {
    try {
      out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
