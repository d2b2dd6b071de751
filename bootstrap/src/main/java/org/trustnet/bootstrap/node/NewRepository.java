package org.trustnet.bootstrap.node;

import java.nio.file.Path;
import org.trustnet.bootstrap.clock.Surroundings;
import org.trustnet.bootstrap.config.ConfigKeys;
import org.trustnet.bootstrap.repo.Creation;
import org.trustnet.bootstrap.repo.DatabasePlace;
import org.trustnet.bootstrap.repo.RepositoryException;
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
   * Makes a repository at {@code folder} with a new identity, or finishes the making of one that
   * was interrupted, with the identity that it has.
   *
   * @return the peer ID
   * @throws RepositoryException if there is one already, or one that lost its configuration, or the
   *     disk refuses
   */
  public static PeerId create(Path folder, Profile profile, Surroundings surroundings) {
    try (Creation creation = Creation.begin(folder, profile.id())) {
      PrivateKey key = Identity.make(folder.resolve("keystore"), surroundings.random());
      DatabasePlace.make(folder, fresh -> makeDatabase(fresh, profile));
      creation.finish(profile.config().with(ConfigKeys.PEER_ID, key.peerId().toString()));
      return key.peerId();
    }
  }

  private static void makeDatabase(Path fresh, Profile profile) {
    try (Database database = NodeDatabase.open(fresh)) {
      if (!profile.bundled()) {
        new RocksEntryStore(database)
            .commit(EntryBatch.builder().removedMark(EntryKey.OfMark.BUNDLED).build());
      }
    }
  }
}
