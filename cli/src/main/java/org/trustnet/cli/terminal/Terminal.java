package org.trustnet.cli.terminal;

import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.trustnet.multiformats.Printable;

/**
 * Where a command reads and writes. Text is UTF-8.
 *
 * @param in standard input
 * @param out standard output: results
 * @param err standard error: errors, questions, progress
 * @param terminals which of them a person sits at
 * @param colour whether help may be coloured
 */
public record Terminal(
    InputStream in, OutputStream out, PrintStream err, Set<Stream> terminals, boolean colour) {
  /** One of the streams; the digit is its file descriptor. */
  public enum Stream {
    IN('0'),
    OUT('1'),
    ERR('2');

    private final char digit;

    Stream(char digit) {
      this.digit = digit;
    }
  }

  public Terminal {
    terminals = Set.copyOf(terminals);
  }

  /**
   * The streams of this process.
   *
   * @param ttys descriptors that are terminals, for example {@code 012}: only the launcher can tell
   * @param environment of the process; {@code NO_COLOR} is honoured
   */
  public static Terminal ofProcess(String ttys, Map<String, String> environment) {
    Set<Stream> terminals = new java.util.HashSet<>();
    for (Stream stream : Stream.values()) {
      if (ttys.indexOf(stream.digit) >= 0) {
        terminals.add(stream);
      }
    }
    boolean plain = !environment.getOrDefault("NO_COLOR", "").isEmpty();
    return new Terminal(
        new FileInputStream(FileDescriptor.in),
        new FileOutputStream(FileDescriptor.out),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
        terminals,
        terminals.contains(Stream.OUT) && !plain);
  }

  public boolean isTerminal(Stream stream) {
    return terminals.contains(stream);
  }

  /** Whether there is somebody who can be asked. */
  public boolean canAsk() {
    return isTerminal(Stream.IN) && isTerminal(Stream.ERR);
  }

  /**
   * Shows {@code details} and asks {@code question}; anything but {@code y} or {@code yes} is a no.
   */
  public boolean confirms(String question, List<String> details) {
    String answer = ask(question + " [y/N]", details).strip().toLowerCase(Locale.ROOT);
    return Set.of("y", "yes").contains(answer);
  }

  /** Shows {@code details} and asks {@code question}: the line that is typed, empty for none. */
  public String asks(String question, List<String> details) {
    return ask(question + ":", details);
  }

  private String ask(String question, List<String> details) {
    details.forEach(line -> err.println("  " + Printable.escape(line)));
    err.print(Printable.escape(question) + " ");
    err.flush();
    try {
      return readLine();
    } catch (IOException e) {
      return "";
    }
  }

  /** Byte by byte: what follows the line is for the next question. */
  private String readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      line.write(b);
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  /**
   * Writes a line to standard output.
   *
   * @throws UncheckedIOException if nobody reads it any more
   */
  public void line(String text) {
    try {
      out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes an error: one line. */
  public void error(String line) {
    err.println("trustnet: " + Printable.escape(line));
  }
}
