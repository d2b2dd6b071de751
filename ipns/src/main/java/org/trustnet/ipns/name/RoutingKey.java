package org.trustnet.ipns.name;

import java.util.Optional;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.MultiformatException;
import org.trustnet.multiformats.PeerId;

/**
 * Keys under which routing systems hold what belongs to a name: {@code /ipns/} and {@code /pk/},
 * each followed by the multihash in binary (ipns-record.md "Routing Record").
 */
public final class RoutingKey {
  private static final Bytes IPNS = Bytes.utf8("/ipns/");
  private static final Bytes PUBLIC_KEY = Bytes.utf8("/pk/");

  private RoutingKey() {}

  /** Where the record of {@code name} is. */
  public static Bytes record(PeerId name) {
    return Bytes.concat(IPNS, name.encode());
  }

  /** Where the public key of {@code name} is, when the name does not carry it. */
  public static Bytes publicKey(PeerId name) {
    return Bytes.concat(PUBLIC_KEY, name.encode());
  }

  /** The name whose record is at {@code key}; empty if it is another kind of key. */
  public static Optional<PeerId> name(Bytes key) {
    try {
      return key.startsWith(IPNS)
          ? Optional.of(PeerId.decode(key.slice(IPNS.length())))
          : Optional.empty();
    } catch (MultiformatException e) {
      return Optional.empty();
    }
  }
}
