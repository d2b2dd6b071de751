package org.trustnet.libp2p.kad.records;

import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.MultiformatException;
import org.trustnet.multiformats.PeerId;
import org.trustnet.multiformats.PublicKey;

/**
 * Defects planted on purpose behind real decoders, for {@code tools/fuzz --planted}: each lies
 * behind a structure that the fuzzer has to build through the decoder. No unit test runs them.
 */
final class PlantedDefects {
  private static final Bytes WITHOUT_ITS_SLASH = PublicKeyValidator.PREFIX.slice(0, 3);

  /**
   * A validator that compares the namespace without its closing slash, so that a record is valid
   * under a key that no namespace knows. The first byte says how long the key is. Seeds:
   * RecordsFuzzTest.
   */
  void namespaceWithoutItsSlash(byte[] input) {
    Bytes all = Bytes.copyOf(input);
    if (all.isEmpty() || all.length() <= all.unsigned(0)) {
      return;
    }
    Bytes key = all.slice(1, 1 + all.unsigned(0));
    int prefix = PublicKeyValidator.PREFIX.length();
    if (!key.startsWith(WITHOUT_ITS_SLASH) || key.length() < prefix) {
      return;
    }
    try {
      PeerId named = PeerId.decode(key.slice(prefix));
      boolean valid = PublicKey.decode(all.slice(1 + key.length())).peerId().equals(named);
      if (valid && !Namespaces.publicKeys().knows(key)) {
        throw new IllegalStateException("planted: namespaceWithoutItsSlash");
      }
    } catch (MultiformatException e) {
      return; // refused, as it should be
    }
  }
}
