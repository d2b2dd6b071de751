package org.trustnet.bootstrap.node;

import java.nio.file.Path;
import org.trustnet.bootstrap.clock.Surroundings;
import org.trustnet.bootstrap.config.ConfigKeys;
import org.trustnet.bootstrap.repo.Repository;
import org.trustnet.bootstrap.repo.RepositoryException;
import org.trustnet.bootstrap.repo.RepositoryException.Kind;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.store.EntryBatch;
import org.trustnet.trustdb.Database;
import org.trustnet.trustdb.entries.RocksEntryStore;

/** Makes a repository: key, database, API token and, last, the configuration. */
public final class NewRepository {
  private NewRepository() {}

  /**
   * Makes a repository at {@code folder} with a new identity.
   *
   * @return the peer ID
   * @throws RepositoryException if there is one already, or the disk refuses
   */
  public static PeerId create(Path folder, Profile profile, Surroundings surroundings) {
    if (Repository.exists(folder)) {
      throw new RepositoryException(
          Kind.EXISTS,
          "there is a repository at " + folder + " already; remove it, or use --repo with another");
    }
    Repository.prepareFolders(folder);
    PrivateKey key = Identity.create(folder.resolve("keystore"), surroundings.random());
    if (!profile.bundled()) {
      try (Database database = NodeDatabase.open(folder.resolve("db"))) {
        new RocksEntryStore(database)
            .commit(EntryBatch.builder().removedMark(EntryKey.OfMark.BUNDLED).build());
      }
    }
    Repository.create(folder, profile.config().with(ConfigKeys.PEER_ID, key.peerId().toString()));
    return key.peerId();
  }
}
