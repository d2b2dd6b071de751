package org.trustnet.bootstrap.repo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.trustnet.bootstrap.config.Config;
import org.trustnet.bootstrap.config.ConfigException;
import org.trustnet.bootstrap.config.ConfigFile;
import org.trustnet.bootstrap.config.ConfigKeys;
import org.trustnet.bootstrap.repo.RepositoryException.Kind;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Multibase;
import org.trustnet.multiformats.MultiformatException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A repository that this process holds the lock of. */
public final class Repository implements AutoCloseable {
  /** Longest file that is read whole, in bytes. */
  private static final int MAX_SMALL_FILE = 1 << 20;

  private static final int TOKEN_BYTES = 32;
  private static final String API = "api";
  private static final String TOKEN = "api-token";
  private static final String LOCK = "repo.lock";
  private static final int MAX_HOLDER = 256;

  /**
   * Made when something is written: a command that only looks for the node does not wait for it.
   */
  private static final class Writing {
    static final JsonMapper JSON =
        JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  }

  private final Path folder;
  private final FileChannel lockChannel;
  private final FileLock lock;

  private Repository(Path folder, FileChannel lockChannel, FileLock lock) {
    this.folder = folder;
    this.lockChannel = lockChannel;
    this.lock = lock;
  }

  /** Whether there is a repository at {@code folder}. */
  public static boolean exists(Path folder) {
    return Files.isRegularFile(folder.resolve("config"));
  }

  /**
   * Makes a new repository: folders, configuration, API token. The identity's key is put into the
   * keystore by the caller, before this is called, so that a configuration is only ever found
   * beside its key.
   *
   * @throws RepositoryException if there is one already or the disk refuses
   */
  public static void create(Path folder, Config config) {
    if (exists(folder)) {
      throw new RepositoryException(
          Kind.EXISTS,
          "there is a repository at " + folder + " already; remove it, or use --repo with another");
    }
    try {
      prepareFolders(folder);
      byte[] token = new byte[TOKEN_BYTES];
      new SecureRandom().nextBytes(token);
      AtomicFile.write(
          folder.resolve(TOKEN),
          Bytes.utf8(Multibase.BASE64URL.encodeBare(Bytes.wrap(token)) + "\n"));
      AtomicFile.write(folder.resolve("config"), text(config));
    } catch (IOException e) {
      throw io(folder, e);
    }
  }

  /** Makes the folders that are missing. */
  public static void prepareFolders(Path folder) {
    try {
      for (String name : new String[] {"", "keystore", "db", "blocks"}) {
        Path path = folder.resolve(name);
        Files.createDirectories(
            path,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
    } catch (IOException e) {
      throw io(folder, e);
    }
  }

  /**
   * Takes the lock of the repository at {@code folder}.
   *
   * @param holder who we are, for the message another process gets: {@code "run, pid 4711"}
   * @throws RepositoryException if there is none, another process holds it, saying which, or a
   *     secret in it is open to other users
   */
  public static Repository open(Path folder, String holder) {
    if (!exists(folder)) {
      throw new RepositoryException(
          Kind.MISSING, "no repository at " + folder + "; make one with: trustnet init");
    }
    try {
      prepareFolders(folder);
      checkSecrets(folder);
      FileChannel channel = lockFile(folder.resolve(LOCK));
      FileLock lock = tryLock(channel);
      if (lock == null) {
        String other = holderOf(channel);
        channel.close();
        throw new RepositoryException(
            Kind.LOCKED, "the repository at " + folder + " is in use by " + other);
      }
      Files.deleteIfExists(folder.resolve(API)); // what a node left that was killed
      channel.truncate(0);
      channel.write(Bytes.utf8(holder).asByteBuffer(), 0);
      return new Repository(folder, channel, lock);
    } catch (IOException e) {
      throw io(folder, e);
    }
  }

  private static void checkSecrets(Path folder) throws IOException {
    PrivateFile.checkAll(folder.resolve("keystore"));
    Path token = folder.resolve(TOKEN);
    if (Files.exists(token)) {
      PrivateFile.check(token);
    }
  }

  /**
   * Whether a process holds the lock of the repository at {@code folder}. Takes the lock for a
   * moment to see; not to be called by the process that holds it, whose lock would go with the
   * file's closing.
   */
  public static boolean isHeld(Path folder) {
    Path file = folder.resolve(LOCK);
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (FileChannel channel = lockFile(file);
        FileLock taken = tryLock(channel)) {
      return taken == null;
    } catch (IOException e) {
      throw io(file, e);
    }
  }

  private static FileChannel lockFile(Path file) {
    try {
      return FileChannel.open(
          file,
          StandardOpenOption.CREATE,
          StandardOpenOption.READ,
          StandardOpenOption.WRITE,
          LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      throw io(file, e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held by another node in this very process
    }
  }

  private static String holderOf(FileChannel channel) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(MAX_HOLDER);
    channel.read(text, 0);
    text.flip();
    return text.hasRemaining() ? Bytes.copyOf(text).toUtf8() : "another process";
  }

  public Path folder() {
    return folder;
  }

  public Path database() {
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
      Path file = folder.resolve("config");
      try {
        PrivateFile.check(file);
      } catch (IOException e) {
        throw io(file, e);
      }
    }
    return reading;
  }

  /** The configuration of the repository at {@code folder}, without its lock. */
  public static ConfigFile.Reading config(Path folder) {
    Path file = folder.resolve("config");
    if (!exists(folder)) {
      throw new RepositoryException(
          Kind.MISSING, "no repository at " + folder + "; make one with: trustnet init");
    }
    try {
      return ConfigFile.read(text(file));
    } catch (ConfigException e) {
      throw new ConfigException(file.toString(), e.problems());
    }
  }

  /**
   * Replaces the configuration file; on disk when this returns.
   *
   * @throws ConfigException if it would be longer than what is read
   */
  public void writeConfig(Config config) {
    Bytes text = text(config);
    if (text.length() > MAX_SMALL_FILE) {
      throw new ConfigException(
          "the file would have " + text.length() + " bytes, at most " + MAX_SMALL_FILE);
    }
    try {
      AtomicFile.write(folder.resolve("config"), text);
    } catch (IOException e) {
      throw io(folder, e);
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
      throw io(file, e);
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
    return Files.isRegularFile(file) ? Optional.of(text(file).strip()) : Optional.empty();
  }

  /** Tells other processes where our RPC listens. */
  public void announceApi(String multiaddr) {
    try {
      AtomicFile.write(folder.resolve(API), Bytes.utf8(multiaddr + "\n"));
    } catch (IOException e) {
      throw io(folder, e);
    }
  }

  private static Bytes text(Config config) {
    return Bytes.utf8(Writing.JSON.writeValueAsString(ConfigFile.tree(config, false)) + "\n");
  }

  private static String text(Path file) {
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
      throw io(file, e);
    }
  }

  private static RepositoryException io(Path path, IOException e) {
    return new RepositoryException(Kind.IO, "cannot use " + path + ": " + why(e));
  }

  private static String why(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "there is no such file or folder";
      case AccessDeniedException _ -> "no permission";
      case FileAlreadyExistsException _ -> "a file of that name is there";
      case FileSystemException known when known.getReason() != null -> known.getReason();
      default -> e.getClass().getSimpleName() + ": " + e.getMessage();
    };
  }

  /** Takes the API announcement back and gives the lock up. */
  @Override
  public void close() {
    try {
      Files.deleteIfExists(folder.resolve(API));
      lock.release();
      lockChannel.close();
    } catch (IOException e) {
      throw io(folder, e);
    }
  }
}
