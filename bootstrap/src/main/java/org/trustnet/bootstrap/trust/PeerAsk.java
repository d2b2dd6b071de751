package org.trustnet.bootstrap.trust;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.host.Connection;
import org.trustnet.libp2p.host.Stream;
import org.trustnet.libp2p.host.StreamException;
import org.trustnet.libp2p.kad.KadConfig;
import org.trustnet.libp2p.kad.KadMessage;
import org.trustnet.libp2p.kad.KadWire;
import org.trustnet.libp2p.rpc.MessageStream;

/**
 * Asks one connected peer one question of the DHT, past the lookups: Kademlia's request and answer
 * on a stream of its own. Blocking, for virtual threads.
 */
final class PeerAsk {
  /** The DHTs' protocols, the public one first. */
  static final List<String> PROTOCOLS = List.of(KadConfig.WAN_PROTOCOL, KadConfig.LAN_PROTOCOL);

  /**
   * What a peer said.
   *
   * @param message its answer
   * @param protocol the DHT's protocol that it was asked by: the public one if it serves both
   */
  record Answer(KadMessage message, String protocol) {}

  private final LongSupplier nanos;

  PeerAsk(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * The answer.
   *
   * @throws StreamException if none that makes sense came in time
   */
  Answer ask(Connection connection, KadMessage question, Duration timeout) throws StreamException {
    Stream stream = connection.open(PROTOCOLS, timeout);
    boolean good = false;
    try {
      MessageStream messages = new MessageStream(stream, nanos);
      messages.write(KadWire.encode(question), timeout);
      KadMessage answer = KadWire.decode(messages.require(KadWire.MAX_RESPONSE, timeout));
      good = true;
      return new Answer(answer, stream.protocol());
    } catch (WireException e) {
      throw new StreamException(StreamException.Kind.PROTOCOL, String.valueOf(e.getMessage()));
    } finally {
      if (good) {
        stream.close();
      } else {
        stream.reset();
      }
    }
  }
}
