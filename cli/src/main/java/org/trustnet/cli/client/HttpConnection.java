package org.trustnet.cli.client;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** One connection for one call. Writing and reading may happen on two threads. */
final class HttpConnection implements AutoCloseable {
  /** How long the node may take to accept the connection. */
  static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private static final int BUFFER = 64 * 1_024;

  private final SocketChannel channel;
  private final InputStream in;
  private final OutputStream out;

  private HttpConnection(SocketChannel channel) {
    this.channel = channel;
    this.in = new BufferedInputStream(Channels.newInputStream(channel), BUFFER);
    this.out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
  }

  /**
   * Connects.
   *
   * @throws IOException if nobody listens there
   */
  static HttpConnection open(RpcAddress address) throws IOException {
    if (address.socket() instanceof UnixDomainSocketAddress) {
      return new HttpConnection(SocketChannel.open(address.socket()));
    }
    SocketChannel channel = SocketChannel.open();
    try {
      channel.socket().connect(address.socket(), (int) CONNECT_TIMEOUT.toMillis());
      return new HttpConnection(channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  OutputStream out() {
    return out;
  }

  /** Waits for the answer's head. */
  HttpHead head() throws IOException {
    return HttpHead.read(in);
  }

  /** The answer's body, as its head frames it. */
  InputStream body(HttpHead head) throws IOException {
    if (head.field("transfer-encoding").filter("chunked"::equalsIgnoreCase).isPresent()) {
      return new ChunkedInputStream(in);
    }
    String length = head.field("content-length").orElse("0");
    if (!length.matches("[0-9]{1,18}")) {
      throw new IOException("the answer's length is no number");
    }
    return new Fixed(in, Long.parseLong(length));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** A body whose length is told before. */
  private static final class Fixed extends InputStream {
    private final InputStream in;
    private long left;

    Fixed(InputStream in, long length) {
      this.in = in;
      this.left = length;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (left == 0 || length == 0) {
        return left == 0 ? -1 : 0;
      }
      int count = in.read(target, offset, (int) Math.min(length, left));
      if (count < 0) {
        throw new EOFException("the answer broke off");
      }
      left -= count;
      return count;
    }
  }
}
