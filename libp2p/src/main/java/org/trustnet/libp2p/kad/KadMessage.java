package org.trustnet.libp2p.kad;

import java.util.List;
import java.util.Optional;
import org.trustnet.libp2p.PeerInfo;
import org.trustnet.multiformats.Bytes;

/**
 * One message of the Kademlia protocol, ipfs/specs kad-dht.md "RPC messages".
 *
 * @param type what it is about
 * @param key a peer ID or any other preimage, a multihash, or a record's key; empty where the type
 *     needs none
 * @param record the value of PUT_VALUE and of answers to GET_VALUE
 * @param closer peers nearer to the key
 * @param providers peers that have the content
 */
public record KadMessage(
    Type type, Bytes key, Optional<Value> record, List<PeerInfo> closer, List<PeerInfo> providers) {
  /** The message types. */
  public enum Type {
    PUT_VALUE(0),
    GET_VALUE(1),
    ADD_PROVIDER(2),
    GET_PROVIDERS(3),
    FIND_NODE(4),
    PING(5);

    private final int wire;

    Type(int wire) {
      this.wire = wire;
    }

    /** The number on the wire. */
    public int wire() {
      return wire;
    }
  }

  /**
   * A DHT record as it travels; unsigned, its value speaks for itself.
   *
   * @param key the record's key, {@code /ipns/…} or {@code /pk/…} in binary
   * @param value what is stored
   * @param timeReceived when the sender got it, RFC 3339; may be empty; receivers set their own
   */
  public record Value(Bytes key, Bytes value, String timeReceived) {}

  public KadMessage {
    closer = List.copyOf(closer);
    providers = List.copyOf(providers);
  }

  /** A request that is a type and a key. */
  public static KadMessage request(Type type, Bytes key) {
    return new KadMessage(type, key, Optional.empty(), List.of(), List.of());
  }

  public static KadMessage findNode(Bytes key) {
    return request(Type.FIND_NODE, key);
  }

  public static KadMessage putValue(Bytes key, Bytes value) {
    return new KadMessage(
        Type.PUT_VALUE, key, Optional.of(new Value(key, value, "")), List.of(), List.of());
  }

  /** {@code provider} says that it has the content; no answer follows. */
  public static KadMessage addProvider(Bytes multihash, PeerInfo provider) {
    return new KadMessage(
        Type.ADD_PROVIDER, multihash, Optional.empty(), List.of(), List.of(provider));
  }
}
