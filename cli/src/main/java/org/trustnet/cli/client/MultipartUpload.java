package org.trustnet.cli.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.operation.Request.Part;
import org.trustnet.bootstrap.repo.RepositoryException;

/** Writes files as the multipart body that Kubo's clients send, in chunks, as they are read. */
final class MultipartUpload {
  private static final int PIECE = 64 * 1_024;
  private static final String NEWLINE = "\r\n";

  private final OutputStream out;
  private final String boundary;

  MultipartUpload(OutputStream out, String boundary) {
    this.out = out;
    this.boundary = boundary;
  }

  /**
   * Writes all of {@code parts} and the end.
   *
   * @throws OperationException if a file cannot be read; the body is then left unfinished
   * @throws IOException if the node does not take it
   */
  void write(Iterator<Part> parts) throws IOException {
    while (parts.hasNext()) {
      write(parts.next());
    }
    chunk("--" + boundary + "--" + NEWLINE);
    text("0" + NEWLINE + NEWLINE);
    out.flush();
  }

  private void write(Part part) throws IOException {
    String type =
        switch (part.kind()) {
          case FILE -> "application/octet-stream";
          case FOLDER -> "application/x-directory";
          case SYMLINK -> "application/symlink";
        };
    String name = URLEncoder.encode(part.path(), StandardCharsets.UTF_8);
    chunk(
        "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\nContent-Type: %s\r\n\r\n"
            .formatted(boundary, name, type));
    try (InputStream content = part.content()) {
      byte[] piece = new byte[PIECE];
      for (int count = read(part, content, piece); count >= 0; count = read(part, content, piece)) {
        if (count > 0) {
          chunk(piece, count);
        }
      }
    }
    chunk(NEWLINE);
  }

  private static int read(Part part, InputStream content, byte[] piece) {
    try {
      return content.read(piece);
    } catch (IOException e) {
      String name = part.path().isEmpty() ? "standard input" : part.path();
      throw OperationException.failed("cannot read " + name + ": " + RepositoryException.why(e));
    }
  }

  private void chunk(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    chunk(bytes, bytes.length);
  }

  private void chunk(byte[] bytes, int length) throws IOException {
    text(Integer.toHexString(length) + NEWLINE);
    out.write(bytes, 0, length);
    text(NEWLINE);
    out.flush();
  }

  private void text(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
  }
}
