package org.trustnet.libp2p.kad.records;

import java.time.Instant;
import java.util.List;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.MultiformatException;
import org.trustnet.multiformats.PeerId;
import org.trustnet.multiformats.PublicKey;

/**
 * Judges {@code /pk/<multihash>}: the value is a public key message that hashes to the multihash.
 * go-libp2p-record pubkey.go. All valid values are the same key.
 */
public final class PublicKeyValidator implements RecordValidator {
  /** The namespace with both slashes. */
  public static final Bytes PREFIX = Bytes.utf8("/pk/");

  @Override
  public Validity validate(Bytes key, Bytes value, Instant now) {
    if (!key.startsWith(PREFIX)) {
      return Validity.invalid("the key is not in /pk/");
    }
    try {
      PeerId named = PeerId.decode(key.slice(PREFIX.length()));
      return PublicKey.decode(value).peerId().equals(named)
          ? Validity.valid()
          : Validity.invalid("the key does not hash to " + named);
    } catch (MultiformatException e) {
      return Validity.invalid(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public int select(Bytes key, List<Bytes> values) {
    return 0;
  }
}
