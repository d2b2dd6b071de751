package org.trustnet.bootstrap.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import org.trustnet.bootstrap.repo.AtomicFile;
import org.trustnet.bootstrap.repo.RepositoryException;
import org.trustnet.bootstrap.repo.RepositoryException.Kind;
import org.trustnet.libp2p.crypto.Keys;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.KeyType;
import org.trustnet.multiformats.MultiformatException;

/** The node's own key: {@code keystore/self}, a libp2p private key message, mode 0600. */
final class Identity {
  private static final String FILE = "self";

  private Identity() {}

  /** Makes a new Ed25519 key; on disk when this returns. */
  static PrivateKey create(Path keystore, RandomGenerator random) {
    PrivateKey key = Keys.generate(KeyType.ED25519, random);
    try {
      AtomicFile.write(keystore.resolve(FILE), key.encode());
      return key;
    } catch (IOException e) {
      throw new RepositoryException(
          Kind.IO, "cannot write the node's key to " + keystore + ": " + e.getMessage());
    }
  }

  /** Reads the key. */
  static PrivateKey read(Path keystore) {
    Path file = keystore.resolve(FILE);
    try {
      if (Files.size(file) > PrivateKey.MAX_BYTES) {
        throw new RepositoryException(Kind.DAMAGED, file + " is too long for a key");
      }
      return PrivateKey.decode(Bytes.wrap(Files.readAllBytes(file)));
    } catch (MultiformatException e) {
      throw new RepositoryException(
          Kind.DAMAGED, file + " is no key: " + e.getMessage() + "; restore it from a backup");
    } catch (IOException e) {
      throw new RepositoryException(
          Kind.MISSING, "the node's key " + file + " cannot be read; restore it from a backup");
    }
  }
}
