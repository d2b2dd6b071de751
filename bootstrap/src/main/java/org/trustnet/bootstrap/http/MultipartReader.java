package org.trustnet.bootstrap.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Cuts a multipart body, RFC 2046 section 5.1, into its parts, wherever the pieces it comes in end.
 * (Netty's decoder, which Vert.x has, adds the CR of a delimiter to the part if the piece ends
 * behind it.) One thread; holds one buffer.
 */
final class MultipartReader {
  /** Longest boundary, in characters: RFC 2046. */
  static final int MAX_BOUNDARY = 70;

  /** Longest head of a part, in bytes: its longest field is a path. */
  static final int MAX_HEAD = 32 * 1_024;

  private static final int BUFFER = 64 * 1_024;

  private final InputStream in;
  private final byte[] delimiter;
  private final byte[] buffer = new byte[BUFFER];
  private int position;
  private int limit;
  private boolean ended;

  /** Parts of {@code in}, which begins with the body. */
  MultipartReader(InputStream in, String boundary) {
    this.in = in;
    this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.US_ASCII);
    // The first delimiter may stand at the very beginning, without the end of a line before it.
    buffer[limit++] = '\r';
    buffer[limit++] = '\n';
  }

  /**
   * Passes over what is left of this part.
   *
   * @return the fields of the next part by their names in lower case; empty if there is none
   * @throws IOException if the body breaks off or is malformed
   */
  Optional<Map<String, String>> next() throws IOException {
    if (ended) {
      return Optional.empty();
    }
    content().transferTo(java.io.OutputStream.nullOutputStream());
    position += delimiter.length;
    String rest = line(MAX_HEAD);
    if (rest.startsWith("--")) {
      ended = true;
      in.transferTo(java.io.OutputStream.nullOutputStream());
      return Optional.empty();
    }
    if (!rest.isBlank()) {
      throw new IOException("the body is malformed: a boundary goes on with other text");
    }
    return Optional.of(fields());
  }

  private Map<String, String> fields() throws IOException {
    Map<String, String> fields = new LinkedHashMap<>();
    int left = MAX_HEAD;
    for (String line = line(left); !line.isEmpty(); line = line(left)) {
      left -= line.length();
      int colon = line.indexOf(':');
      if (colon > 0) {
        fields.put(
            line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
            line.substring(colon + 1).strip());
      }
    }
    return fields;
  }

  /** A line without its end; the last one of the body need not have any. */
  private String line(int most) throws IOException {
    int length = 0;
    while (true) {
      for (; position + length < limit; length++) {
        if (buffer[position + length] == '\n') {
          String line = new String(buffer, position, length, StandardCharsets.UTF_8);
          position += length + 1;
          return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
        }
      }
      if (length > most) {
        throw new IOException("the body is malformed: the head of a part is too long");
      }
      if (!fill()) {
        String line = new String(buffer, position, length, StandardCharsets.UTF_8);
        if (!line.startsWith("--")) {
          throw brokeOff();
        }
        position = limit;
        return line;
      }
    }
  }

  /** What is left of this part. */
  InputStream content() {
    return new Content();
  }

  /** Reads more behind what is there; false at the end of the body. */
  private boolean fill() throws IOException {
    if (position > 0) {
      System.arraycopy(buffer, position, buffer, 0, limit - position);
      limit -= position;
      position = 0;
    }
    int count = in.read(buffer, limit, buffer.length - limit);
    limit += Math.max(0, count);
    return count > 0;
  }

  /** How many bytes from here on are the part's for sure; -1 if it ends here. */
  private int certain() {
    for (int at = position; at < limit; at++) {
      int matching = buffer[at] == '\r' ? matching(at) : 0;
      if (matching == delimiter.length) {
        return at == position ? -1 : at - position;
      }
      if (matching > 0 && matching == limit - at) {
        return at - position; // it may become a delimiter
      }
    }
    return limit - position;
  }

  /** How many bytes from {@code at} on are as in the delimiter. */
  private int matching(int at) {
    int count = 0;
    while (count < delimiter.length
        && at + count < limit
        && buffer[at + count] == delimiter[count]) {
      count++;
    }
    return count;
  }

  private static IOException brokeOff() {
    return new EOFException("the body broke off");
  }

  private final class Content extends InputStream {
    private boolean over;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (length == 0 || over) {
        return over ? -1 : 0;
      }
      int certain = certain();
      while (certain == 0) {
        if (!fill()) {
          throw brokeOff();
        }
        certain = certain();
      }
      if (certain < 0) {
        over = true;
        return -1;
      }
      int count = Math.min(length, certain);
      System.arraycopy(buffer, position, target, offset, count);
      position += count;
      return count;
    }
  }
}
