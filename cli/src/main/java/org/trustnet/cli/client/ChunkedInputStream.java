package org.trustnet.cli.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/**
 * A body in chunks (RFC 9112, section 7.1). Ends only behind its last chunk and trailer: a
 * connection that closes before throws {@link EOFException}.
 */
final class ChunkedInputStream extends InputStream {
  private final InputStream in;
  private long left;
  private boolean first = true;
  private boolean ended;
  private Map<String, String> trailer = Map.of();

  ChunkedInputStream(InputStream in) {
    this.in = in;
  }

  /** The fields behind the body; empty before its end. */
  Map<String, String> trailer() {
    return trailer;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (left == 0 && !ended) {
      nextChunk();
    }
    if (ended) {
      return -1;
    }
    int count = in.read(target, offset, (int) Math.min(length, left));
    if (count < 0) {
      throw new EOFException("the answer broke off");
    }
    left -= count;
    return count;
  }

  private void nextChunk() throws IOException {
    if (!first && !HttpHead.line(in).isEmpty()) {
      throw new IOException("the answer is not framed in chunks");
    }
    first = false;
    String size = HttpHead.line(in).split(";", 2)[0].strip();
    if (!size.matches("[0-9a-fA-F]{1,15}")) {
      throw new IOException("the answer is not framed in chunks");
    }
    left = Long.parseLong(size, 16);
    if (left == 0) {
      trailer = HttpHead.trailer(in);
      ended = true;
    }
  }
}
