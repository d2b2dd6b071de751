package org.trustnet.ipns.keystore;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Multibase;
import org.trustnet.multiformats.MultiformatException;
import org.trustnet.multiformats.PeerId;

/**
 * Keys in the files of one folder. A change is on the disk when it returns, whole or not at all.
 */
public final class FileKeyStore {
  /** Most keys. */
  public static final int MAX_KEYS = 10_000;

  /**
   * The file that a new key is in until it is whole; one that is there when a store is opened was
   * left by a killed process.
   */
  public static final String UNFINISHED = "new.tmp";

  private static final String PREFIX = "key_";
  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Path folder;
  private final int maxKeys;
  private final ReentrantLock lock = new ReentrantLock();

  private FileKeyStore(Path folder, int maxKeys) {
    this.folder = folder;
    this.maxKeys = maxKeys;
  }

  /**
   * Opens the store in {@code folder}, which is made, readable by its owner only, if it is missing.
   */
  public static FileKeyStore open(Path folder) throws IOException {
    return open(folder, MAX_KEYS);
  }

  static FileKeyStore open(Path folder, int maxKeys) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectory(folder, PRIVATE_FOLDER);
    }
    return new FileKeyStore(folder, maxKeys);
  }

  /** Every file of the store, ordered by name. */
  public List<KeyEntry> list() {
    List<KeyEntry> entries = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, PREFIX + "*")) {
      for (Path file : files) {
        name(file).flatMap(this::read).ifPresent(entries::add);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    entries.sort(Comparator.comparing(KeyEntry::name));
    return List.copyOf(entries);
  }

  /** How many files there are, whatever is in them. */
  private int count() throws IOException {
    int count = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, PREFIX + "*")) {
      for (Path file : files) {
        count += name(file).isPresent() ? 1 : 0;
      }
    }
    return count;
  }

  /** The key of this name; empty if there is none or its file is damaged. */
  public Optional<PrivateKey> find(String name) {
    return read(name)
        .flatMap(
            entry ->
                entry instanceof KeyEntry.Usable usable
                    ? Optional.of(usable.key())
                    : Optional.empty());
  }

  /** The key of this peer ID, or empty. */
  public Optional<KeyEntry.Usable> find(PeerId id) {
    return list().stream()
        .filter(KeyEntry.Usable.class::isInstance)
        .map(KeyEntry.Usable.class::cast)
        .filter(entry -> entry.key().peerId().equals(id))
        .findFirst();
  }

  /** Adds a key under a new name. */
  public KeyStoreOutcome add(KeyName name, PrivateKey key) {
    return change(
        () -> {
          if (Files.exists(file(name.text()))) {
            return KeyStoreOutcome.NAME_TAKEN;
          }
          if (count() >= maxKeys) {
            return KeyStoreOutcome.FULL;
          }
          write(file(name.text()), key.encode());
          return KeyStoreOutcome.DONE;
        });
  }

  /**
   * Gives a key another name.
   *
   * @param from may be one that {@link KeyName} would refuse
   */
  public KeyStoreOutcome rename(String from, KeyName to) {
    return change(
        () -> {
          if (tooLong(from) || !Files.exists(file(from))) {
            return KeyStoreOutcome.NO_SUCH_KEY;
          }
          if (Files.exists(file(to.text()))) {
            return KeyStoreOutcome.NAME_TAKEN;
          }
          Files.move(file(from), file(to.text()), StandardCopyOption.ATOMIC_MOVE);
          return KeyStoreOutcome.DONE;
        });
  }

  /** Removes a key, which cannot be had back. */
  public KeyStoreOutcome remove(String name) {
    return change(
        () ->
            !tooLong(name) && Files.deleteIfExists(file(name))
                ? KeyStoreOutcome.DONE
                : KeyStoreOutcome.NO_SUCH_KEY);
  }

  private Path file(String name) {
    return folder.resolve(PREFIX + Multibase.BASE32.encodeBare(Bytes.utf8(name)));
  }

  /** No file can have this name. */
  private static boolean tooLong(String name) {
    return Bytes.utf8(name).length() > KeyName.MAX_BYTES;
  }

  private static Optional<String> name(Path file) {
    try {
      String text = String.valueOf(file.getFileName()).substring(PREFIX.length());
      return Optional.of(Multibase.BASE32.decodeBare(text).toUtf8());
    } catch (MultiformatException e) {
      return Optional.empty();
    }
  }

  private Optional<KeyEntry> read(String name) {
    if (tooLong(name)) {
      return Optional.empty();
    }
    try (var in = Files.newInputStream(file(name))) {
      Bytes bytes = Bytes.wrap(in.readNBytes(PrivateKey.MAX_BYTES + 1));
      return Optional.of(new KeyEntry.Usable(name, PrivateKey.decode(bytes)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (MultiformatException e) {
      return Optional.of(new KeyEntry.Damaged(name, String.valueOf(e.getMessage())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(Path file, Bytes secret) throws IOException {
    Path aside = folder.resolve(UNFINISHED);
    Files.deleteIfExists(aside);
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(aside, options, PRIVATE_FILE)) {
      var rest = secret.asByteBuffer();
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      channel.force(true);
    }
    Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private interface DiskChange {
    KeyStoreOutcome run() throws IOException;
  }

  private KeyStoreOutcome change(DiskChange change) {
    lock.lock();
    try {
      KeyStoreOutcome outcome = change.run();
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
      return outcome;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      lock.unlock();
    }
  }
}
