package org.trustnet.libp2p.tls;

import io.netty.channel.ChannelHandler;
import java.util.List;
import org.trustnet.libp2p.secure.SecuredEnd;
import org.trustnet.multiformats.Bytes;

/** An end with TLS handlers; what comes after it was closed is nobody's. */
final class TlsEnd extends SecuredEnd {
  private boolean ended;

  TlsEnd(List<? extends ChannelHandler> handlers) {
    super(handlers);
  }

  @Override
  public void receive(Bytes bytes) {
    if (channel.isOpen()) {
      super.receive(bytes);
    }
  }

  @Override
  public void send(Bytes bytes) {
    super.send(bytes);
    channel.flush();
  }

  @Override
  public void close() {
    if (!ended) {
      ended = true;
      try {
        super.close();
      } catch (Exception closing) {
        // What a broken handshake leaves behind is not what the test is about.
      }
    }
  }
}
