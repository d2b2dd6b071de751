package org.trustnet.bootstrap.names;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.trustnet.ipns.keystore.FileKeyStore;
import org.trustnet.ipns.keystore.KeyEntry;
import org.trustnet.ipns.keystore.KeyName;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.multiformats.PeerId;

/**
 * The node's own key and the named ones.
 *
 * @param self the node's own
 * @param store the named ones
 */
public record Keyring(PrivateKey self, FileKeyStore store) {
  /** The key of this name; {@code self} is the node's own. */
  public Optional<PrivateKey> key(String name) {
    return name.equals(KeyName.SELF) ? Optional.of(self) : store.find(name);
  }

  /** The key of this IPNS name. */
  public Optional<PrivateKey> key(PeerId id) {
    return self.peerId().equals(id) ? Optional.of(self) : store.find(id).map(KeyEntry.Usable::key);
  }

  /** The peer IDs of all our keys. */
  public Set<PeerId> ids() {
    Set<PeerId> ids = new HashSet<>();
    ids.add(self.peerId());
    for (KeyEntry entry : store.list()) {
      if (entry instanceof KeyEntry.Usable usable) {
        ids.add(usable.key().peerId());
      }
    }
    return ids;
  }

  /** What we call the key of this IPNS name. */
  public Optional<String> nameOf(PeerId id) {
    return self.peerId().equals(id)
        ? Optional.of(KeyName.SELF)
        : store.find(id).map(KeyEntry.Usable::name);
  }
}
