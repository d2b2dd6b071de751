package org.trustnet.bootstrap.repo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.trustnet.bootstrap.config.Config;
import org.trustnet.bootstrap.config.ConfigException;
import org.trustnet.bootstrap.config.ConfigFile;
import org.trustnet.bootstrap.config.ConfigKeys;
import org.trustnet.bootstrap.repo.RepositoryException.Kind;
import org.trustnet.ipns.keystore.FileKeyStore;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.MultiformatException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A repository that this process holds the lock of. */
public final class Repository implements AutoCloseable {
  /** Longest file that is read whole, in bytes. */
  private static final int MAX_SMALL_FILE = 1 << 20;

  static final String CONFIG = "config";
  static final String TOKEN = "api-token";
  private static final String API = "api";

  /**
   * Made when something is written: a command that only looks for the node does not wait for it.
   */
  private static final class Writing {
    static final JsonMapper JSON =
        JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  }

  private final Path folder;
  private final RepositoryLock lock;
  private final ReentrantLock configuring = new ReentrantLock();

  private Repository(Path folder, RepositoryLock lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * Whether there is a repository at {@code folder}: anything named {@code config}, even a link to
   * nothing, because it may be the configuration of keys that must not be replaced.
   */
  public static boolean exists(Path folder) {
    return Files.exists(folder.resolve(CONFIG), LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * @throws RepositoryException if there is no repository at {@code folder}: whether something else
   *     is there, and what to do
   */
  public static void require(Path folder) {
    if (!exists(folder)) {
      throw Creation.missing(folder);
    }
    Path config = folder.resolve(CONFIG);
    if (!Files.exists(config)) {
      throw new RepositoryException(
          Kind.MISSING, config + " is a link to nothing; restore the file that it leads to");
    }
  }

  /** Makes those of the folders called {@code names} in {@code folder} that are missing. */
  static void prepareFolders(Path folder, String... names) {
    try {
      for (String name : names) {
        Files.createDirectories(
            folder.resolve(name),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
    } catch (IOException e) {
      throw RepositoryException.io(folder, e);
    }
  }

  /**
   * Takes the lock of the repository at {@code folder}, if it is free.
   *
   * @param holder who we are, for the message another process gets: {@code "run, pid 4711"}
   * @throws RepositoryException if there is none, another process holds it, saying which, or a
   *     secret in it is open to other users
   */
  public static Repository open(Path folder, String holder) {
    return open(folder, holder, Patience.NONE);
  }

  /**
   * Takes the lock of the repository at {@code folder}.
   *
   * @param holder who we are, for the message another process gets: {@code "run, pid 4711"}
   * @param patience how long to wait while another process holds it
   * @throws RepositoryException if there is none, another process holds it still, saying which, or
   *     a secret in it is open to other users
   */
  public static Repository open(Path folder, String holder, Patience patience) {
    require(folder);
    prepareFolders(folder, "keystore", "blocks");
    try {
      checkSecrets(folder);
      RepositoryLock lock = RepositoryLock.take(folder, holder, patience);
      try {
        removeLeftovers(folder);
        Creation.over(folder);
        return new Repository(folder, lock);
      } catch (IOException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw RepositoryException.io(folder, e);
    }
  }

  /** What processes left that were killed: an address, halves of files, keys among them. */
  private static void removeLeftovers(Path folder) throws IOException {
    Path keystore = folder.resolve("keystore");
    Files.deleteIfExists(folder.resolve(API));
    Files.deleteIfExists(keystore.resolve(FileKeyStore.UNFINISHED));
    AtomicFile.removeLeftovers(keystore);
    AtomicFile.removeLeftovers(folder);
  }

  private static void checkSecrets(Path folder) throws IOException {
    PrivateFile.checkAll(folder.resolve("keystore"));
    Path token = folder.resolve(TOKEN);
    if (Files.exists(token)) {
      PrivateFile.check(token);
    }
  }

  /**
   * Whether a process holds the lock of the repository at {@code folder}, this one included. Takes
   * the lock for a moment to see.
   */
  public static boolean isHeld(Path folder) {
    return RepositoryLock.isHeld(folder);
  }

  public Path folder() {
    return folder;
  }

  /**
   * The folder of the database, which is there.
   *
   * @param maker makes an empty one, for a user who gave a lost one up
   * @throws RepositoryException if it is lost
   */
  public Path database(Consumer<Path> maker) {
    DatabasePlace.require(folder, maker);
    return folder.resolve("db");
  }

  public Path blocks() {
    return folder.resolve("blocks");
  }

  public Path keystore() {
    return folder.resolve("keystore");
  }

  /**
   * The configuration as the file has it.
   *
   * @throws ConfigException naming every fault with its line
   * @throws RepositoryException if it has tokens and other users may read it
   */
  public ConfigFile.Reading config() {
    ConfigFile.Reading reading = config(folder);
    if (reading.config().isWritten(ConfigKeys.API_AUTHORIZATIONS)) {
      Path file = folder.resolve(CONFIG);
      try {
        PrivateFile.check(file);
      } catch (IOException e) {
        throw RepositoryException.io(file, e);
      }
    }
    return reading;
  }

  /** The configuration of the repository at {@code folder}, without its lock. */
  public static ConfigFile.Reading config(Path folder) {
    Path file = folder.resolve(CONFIG);
    require(folder);
    try {
      return ConfigFile.read(text(file));
    } catch (ConfigException e) {
      throw new ConfigException(file.toString(), e.problems());
    }
  }

  /**
   * Changes the configuration file; on disk when this returns. One thread changes it at a time, so
   * that none writes over what another has just written.
   *
   * @param next reads the file and says what is to be in it; nobody changes it meanwhile
   * @return what is in it now
   * @throws ConfigException if it would be longer than what is read
   */
  public Config changeConfig(Supplier<Config> next) {
    configuring.lock();
    try {
      Config config = next.get();
      writeConfig(config);
      return config;
    } finally {
      configuring.unlock();
    }
  }

  private void writeConfig(Config config) {
    Bytes text = text(config);
    if (text.length() > MAX_SMALL_FILE) {
      throw new ConfigException(
          "the file would have " + text.length() + " bytes, at most " + MAX_SMALL_FILE);
    }
    try {
      AtomicFile.write(folder.resolve(CONFIG), text);
    } catch (IOException e) {
      throw RepositoryException.io(folder, e);
    }
  }

  /**
   * The token that the RPC asks for.
   *
   * @throws RepositoryException if there is none, or other users may read it: an empty one would
   *     let everybody in
   */
  public static String apiToken(Path folder) {
    Path file = folder.resolve(TOKEN);
    String token = text(file).strip();
    try {
      PrivateFile.check(file);
    } catch (IOException e) {
      throw RepositoryException.io(file, e);
    }
    if (token.isEmpty()) {
      throw new RepositoryException(
          Kind.DAMAGED,
          file + " is empty; restore it, or write a line of 43 random letters and digits to it");
    }
    return token;
  }

  /**
   * Where the running daemon's RPC listens; empty when no daemon said so. A daemon that was killed
   * leaves it, so that whoever listens there has to prove to be the daemon ({@link
   * org.trustnet.bootstrap.http.ApiProof}) before it gets the token.
   */
  public static Optional<String> apiAddress(Path folder) {
    Path file = folder.resolve(API);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(text(file).strip());
    } catch (RepositoryException e) {
      if (Files.exists(file)) {
        throw e;
      }
      return Optional.empty(); // the daemon has just stopped
    }
  }

  /** Tells other processes where our RPC listens. */
  public void announceApi(String multiaddr) {
    try {
      AtomicFile.write(folder.resolve(API), Bytes.utf8(multiaddr + "\n"));
    } catch (IOException e) {
      throw RepositoryException.io(folder, e);
    }
  }

  static Bytes text(Config config) {
    return Bytes.utf8(Writing.JSON.writeValueAsString(ConfigFile.tree(config, false)) + "\n");
  }

  static String text(Path file) {
    try {
      return smallFile(file).toUtf8();
    } catch (MultiformatException e) {
      throw new RepositoryException(
          Kind.DAMAGED, file + " is damaged: " + e.getMessage() + "; restore it from a backup");
    }
  }

  private static Bytes smallFile(Path file) {
    try {
      long size = Files.size(file);
      if (size > MAX_SMALL_FILE) {
        throw new RepositoryException(
            Kind.DAMAGED, file + " has " + size + " bytes, at most " + MAX_SMALL_FILE);
      }
      return Bytes.wrap(Files.readAllBytes(file));
    } catch (IOException e) {
      throw RepositoryException.io(file, e);
    }
  }

  /** Takes the API announcement back and gives the lock up. */
  @Override
  public void close() {
    try {
      Files.deleteIfExists(folder.resolve(API));
      lock.close();
    } catch (IOException e) {
      throw RepositoryException.io(folder, e);
    }
  }
}
