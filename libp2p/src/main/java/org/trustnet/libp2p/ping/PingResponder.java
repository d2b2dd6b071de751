package org.trustnet.libp2p.ping;

import io.netty.buffer.ByteBuf;
import java.time.Duration;
import org.trustnet.libp2p.host.Connection;
import org.trustnet.libp2p.host.LoopProtocol;
import org.trustnet.libp2p.muxer.Loop;
import org.trustnet.libp2p.muxer.MuxedStream;
import org.trustnet.libp2p.muxer.StreamListener;

/**
 * Echoes what comes until the peer ends its side. While the peer does not read its echoes, what it
 * sends is not acknowledged, so that its own window stops it.
 */
public final class PingResponder implements LoopProtocol {
  private final PingConfig config;

  public PingResponder(PingConfig config) {
    this.config = config;
  }

  @Override
  public Duration idleTimeout() {
    return config.responderIdle();
  }

  @Override
  public StreamListener accept(MuxedStream stream, Connection connection, Loop loop) {
    return new Echo(stream);
  }

  private static final class Echo implements StreamListener {
    private final MuxedStream stream;
    private int held;

    private Echo(MuxedStream stream) {
      this.stream = stream;
    }

    @Override
    public void onData(ByteBuf data) {
      int count = data.readableBytes();
      stream.write(data);
      stream.flush();
      if (stream.writable()) {
        stream.consumed(count);
      } else {
        held += count;
      }
    }

    @Override
    public void onEnd() {
      stream.closeWrite();
    }

    @Override
    public void onReset() {
      held = 0;
    }

    @Override
    public void onWritable() {
      int credit = held;
      held = 0;
      if (credit > 0) {
        stream.consumed(credit);
      }
    }
  }
}
