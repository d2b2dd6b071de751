package org.trustnet.bootstrap.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
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
import org.trustnet.multiformats.Printable;

/** The node's own key: {@code keystore/self}, a libp2p private key message, mode 0600. */
final class Identity {
  private static final String FILE = "self";

  private Identity() {}

  /**
   * Makes a new Ed25519 key, on disk when this returns; one that is there, of a making that was
   * interrupted, is taken as it is. A key is never replaced.
   */
  static PrivateKey make(Path keystore, RandomGenerator random) {
    if (Files.exists(keystore.resolve(FILE), LinkOption.NOFOLLOW_LINKS)) {
      return read(keystore);
    }
    PrivateKey key = Keys.generate(KeyType.ED25519, random);
    try {
      AtomicFile.writeNew(keystore.resolve(FILE), key.encode());
      return key;
    } catch (IOException e) {
      throw new RepositoryException(
          Kind.IO,
          "cannot write the node's key to " + keystore + ": " + RepositoryException.why(e));
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

  /**
   * Sees to it that the key is the one that the configuration names: a key that was put in its
   * place would make another node of this one, unnoticed.
   *
   * @param named {@code Identity.PeerID}, empty if it is not written
   */
  static void check(PrivateKey self, String named, Path folder) {
    String found = self.peerId().toString();
    if (!named.isEmpty() && !named.equals(found)) {
      throw new RepositoryException(
          Kind.DAMAGED,
          "the key in "
              + folder.resolve("keystore").resolve(FILE)
              + " is that of "
              + found
              + ", but Identity.PeerID in "
              + folder.resolve("config")
              + " is "
              + Printable.quote(named)
              + "; restore the key, or correct the setting");
    }
  }
}
