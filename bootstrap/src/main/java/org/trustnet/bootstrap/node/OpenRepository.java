package org.trustnet.bootstrap.node;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.trustnet.bootstrap.answers.BootstrapAnswers;
import org.trustnet.bootstrap.answers.ConfigAnswers;
import org.trustnet.bootstrap.answers.FileAnswers;
import org.trustnet.bootstrap.answers.InspectAnswer;
import org.trustnet.bootstrap.answers.KeyAnswers;
import org.trustnet.bootstrap.answers.PeeringAnswers;
import org.trustnet.bootstrap.answers.TrustAnswers;
import org.trustnet.bootstrap.clock.Surroundings;
import org.trustnet.bootstrap.commands.NameCommands;
import org.trustnet.bootstrap.config.Config;
import org.trustnet.bootstrap.config.ConfigKeys;
import org.trustnet.bootstrap.names.Keyring;
import org.trustnet.bootstrap.names.PublishedRecords;
import org.trustnet.bootstrap.operation.Operations;
import org.trustnet.bootstrap.repo.Patience;
import org.trustnet.bootstrap.repo.Repository;
import org.trustnet.bootstrap.repo.RepositoryException;
import org.trustnet.bootstrap.store.SoftState;
import org.trustnet.bootstrap.trust.TrustService;
import org.trustnet.bootstrap.trust.TrustSettings;
import org.trustnet.ipns.keystore.FileKeyStore;
import org.trustnet.ipns.name.FilePublishedStore;
import org.trustnet.ipns.name.PublishedStore;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.trustdb.Database;
import org.trustnet.trustdb.entries.RocksEntryStore;

/**
 * A repository with everything in it that needs no network: configuration, keys, trust database.
 * What a node starts on, and what a command without a node works on.
 */
public final class OpenRepository implements AutoCloseable {
  private final Parts parts;
  private final Surroundings surroundings;
  private final Repository repository;
  private final Map<String, String> environment;
  private final Config config;
  private final Database database;
  private final Keyring keyring;
  private final PublishedStore published;
  private final TrustService trust;

  private OpenRepository(
      Repository repository,
      Map<String, String> environment,
      Surroundings surroundings,
      Parts parts) {
    Path folder = repository.folder();
    this.parts = parts;
    this.surroundings = surroundings;
    this.repository = repository;
    this.environment = environment;
    this.config = repository.config().config().withEnvironment(environment);
    PrivateKey self = Identity.read(repository.keystore());
    Identity.check(self, config.value(ConfigKeys.PEER_ID), folder);
    this.keyring = new Keyring(self, keyStore(repository.keystore()));
    this.published = publishedStore(folder.resolve("published"));
    this.database = parts.started(NodeDatabase.open(repository.database(NodeDatabase::make)));
    this.trust =
        parts.started(
            TrustService.open(
                new RocksEntryStore(database),
                TrustSettings.of(config),
                surroundings,
                self.peerId()));
  }

  private static FileKeyStore keyStore(Path folder) {
    try {
      return FileKeyStore.open(folder);
    } catch (IOException e) {
      throw RepositoryException.io(folder, e);
    }
  }

  private static PublishedStore publishedStore(Path folder) {
    try {
      return FilePublishedStore.open(folder);
    } catch (IOException e) {
      throw RepositoryException.io(folder, e);
    }
  }

  /** Opens the repository at {@code folder}, if nobody else holds it. */
  public static OpenRepository open(
      Path folder, String holder, Map<String, String> environment, Surroundings surroundings) {
    return open(folder, holder, environment, surroundings, Patience.NONE);
  }

  /**
   * Opens the repository at {@code folder}.
   *
   * @param holder who we are, for the message that another process gets
   * @param environment environment variables, which override the configuration
   * @param patience how long to wait while another process holds it
   * @throws org.trustnet.bootstrap.repo.RepositoryException if there is none, or it is in use
   * @throws org.trustnet.bootstrap.config.ConfigException if the configuration has faults
   * @throws org.trustnet.trustdb.DatabaseException if the database cannot be used
   */
  public static OpenRepository open(
      Path folder,
      String holder,
      Map<String, String> environment,
      Surroundings surroundings,
      Patience patience) {
    Parts parts = new Parts();
    try {
      Repository repository = parts.started(Repository.open(folder, holder, patience));
      return new OpenRepository(repository, environment, surroundings, parts);
    } catch (RuntimeException e) {
      parts.close();
      throw e;
    }
  }

  /** The operations of a running node that need no network. */
  public Operations operations() {
    return operations(ConfigAnswers.ofNode(repository, environment));
  }

  private Operations operations(ConfigAnswers config) {
    Operations operations = new Operations();
    config.addTo(operations);
    new KeyAnswers(keyring, surroundings.random(), new PublishedRecords(published))
        .addTo(operations);
    new TrustAnswers(trust).addTo(operations);
    new BootstrapAnswers(trust).addTo(operations);
    new PeeringAnswers(trust).addTo(operations);
    return operations;
  }

  /** What can be asked for while no node runs. */
  public Operations operationsWithoutNode() {
    Operations operations = operations(new ConfigAnswers(repository, environment));
    FileAnswers.offline(keyring).addTo(operations);
    return operations;
  }

  /** The operations on files that need nothing at all: trust files and IPNS records. */
  public static Operations filesOnly() {
    Operations operations = new Operations();
    FileAnswers.offline().addTo(operations);
    operations.add(
        NameCommands.INSPECT, new InspectAnswer(Surroundings.ofTheMachine().wall())::run);
    return operations;
  }

  /** Forgets the addresses of all peers, so that the next start knows those that lists name. */
  public void forgetPeers() {
    try (SoftState soft = new SoftState(database)) {
      soft.forgetPeers();
    }
  }

  Repository repository() {
    return repository;
  }

  Config config() {
    return config;
  }

  Map<String, String> environment() {
    return environment;
  }

  Database database() {
    return database;
  }

  Keyring keyring() {
    return keyring;
  }

  PublishedStore published() {
    return published;
  }

  TrustService trust() {
    return trust;
  }

  Surroundings surroundings() {
    return surroundings;
  }

  @Override
  public void close() {
    parts.close();
  }
}
