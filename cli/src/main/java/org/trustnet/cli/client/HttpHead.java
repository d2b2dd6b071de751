package org.trustnet.cli.client;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The head of an answer.
 *
 * @param status three digits
 * @param fields by name in lower case; of a repeated one the last
 */
record HttpHead(int status, Map<String, String> fields) {
  /** Longest head or trailer that is read, in bytes: what the server allows for requests too. */
  static final int MAX_BYTES = 64 * 1_024;

  Optional<String> field(String name) {
    return Optional.ofNullable(fields.get(name));
  }

  /** Reads a status line and fields, after any {@code 1xx} answers. */
  static HttpHead read(InputStream in) throws IOException {
    Lines lines = new Lines(in);
    while (true) {
      String[] words = lines.next().split(" ", 3);
      if (words.length < 2 || !words[0].startsWith("HTTP/1.") || !words[1].matches("\\d{3}")) {
        throw new IOException("what answers is not a node's API");
      }
      HttpHead head = new HttpHead(Integer.parseInt(words[1]), lines.fields());
      if (head.status >= 200) {
        return head;
      }
    }
  }

  /** Reads the fields behind the last chunk. */
  static Map<String, String> trailer(InputStream in) throws IOException {
    return new Lines(in).fields();
  }

  /** Reads one line of a chunk's frame. */
  static String line(InputStream in) throws IOException {
    return new Lines(in).next();
  }

  private static final class Lines {
    private final InputStream in;
    private int left = MAX_BYTES;

    Lines(InputStream in) {
      this.in = in;
    }

    String next() throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int b = in.read(); b != '\n'; b = in.read()) {
        if (b < 0) {
          throw new EOFException("the answer broke off");
        }
        if (left-- == 0) {
          throw new IOException("the head of the answer is longer than " + MAX_BYTES + " bytes");
        }
        line.write(b);
      }
      String text = line.toString(StandardCharsets.UTF_8);
      return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    Map<String, String> fields() throws IOException {
      Map<String, String> all = new LinkedHashMap<>();
      for (String line = next(); !line.isEmpty(); line = next()) {
        int colon = line.indexOf(':');
        if (colon > 0) {
          all.put(
              line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
        }
      }
      return all;
    }
  }
}
