package org.trustnet.ipns.name;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trustnet.ipns.record.IpnsRecords;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.MultiformatException;
import org.trustnet.multiformats.PeerId;

/**
 * Published records as files {@code NAME.ipns-record}, NAME in base 36: what {@code ipfs name
 * inspect} reads. Beside each {@code NAME.lifetime} says how long it is to be valid, as ISO 8601
 * ({@code PT48H}), and is written first: after a crash between the two the old record is renewed
 * for the new time. Each is written aside, synced and renamed.
 */
public final class FilePublishedStore implements PublishedStore {
  private static final String UNFINISHED = "new.tmp";
  private static final String SUFFIX = ".ipns-record";
  private static final String LIFETIME = ".lifetime";

  /** Longest lifetime read, in bytes: a duration takes 30 at most. */
  private static final int MAX_LIFETIME = 64;

  /** Longest lifetime that is believed: 100 years, so that no end of a validity overflows. */
  static final Duration MAX_VALIDITY = Duration.ofDays(36_525);

  private static final Logger LOG = LoggerFactory.getLogger(FilePublishedStore.class);

  private final Path folder;
  private final ReentrantLock lock = new ReentrantLock();

  private FilePublishedStore(Path folder) {
    this.folder = folder;
  }

  /**
   * Opens the store in {@code folder}, which is made if it is missing. What a killed process left
   * unfinished is removed.
   */
  public static FilePublishedStore open(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.deleteIfExists(folder.resolve(UNFINISHED));
    return new FilePublishedStore(folder);
  }

  private Path file(PeerId name) {
    return folder.resolve(name.toName() + SUFFIX);
  }

  private Path lifetimeFile(PeerId name) {
    return folder.resolve(name.toName() + LIFETIME);
  }

  @Override
  public Optional<Bytes> find(PeerId name) {
    try (var in = Files.newInputStream(file(name))) {
      return Optional.of(Bytes.wrap(in.readNBytes(IpnsRecords.MAX_BYTES + 1)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<Duration> lifetime(PeerId name) {
    try (var in = Files.newInputStream(lifetimeFile(name))) {
      Optional<Duration> read = lifetime(in.readNBytes(MAX_LIFETIME + 1));
      if (read.isEmpty()) {
        LOG.warn("{} holds no lifetime of a record: it is not used", lifetimeFile(name));
      }
      return read;
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a file of a lifetime says; empty if that is none. */
  static Optional<Duration> lifetime(byte[] content) {
    if (content.length > MAX_LIFETIME) {
      return Optional.empty();
    }
    try {
      Duration read = Duration.parse(new String(content, StandardCharsets.US_ASCII));
      return read.isPositive() && read.compareTo(MAX_VALIDITY) <= 0
          ? Optional.of(read)
          : Optional.empty();
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  @Override
  public void put(PeerId name, Bytes record, Duration lifetime) {
    lock.lock();
    try {
      if (!lifetime(name).equals(Optional.of(lifetime))) {
        write(lifetimeFile(name), Bytes.utf8(lifetime.toString()));
      }
      write(file(name), record);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      lock.unlock();
    }
  }

  private void write(Path file, Bytes content) throws IOException {
    Path aside = folder.resolve(UNFINISHED);
    try {
      fill(aside, content);
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(aside);
    }
    sync();
  }

  private static void fill(Path aside, Bytes content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            aside,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      var rest = content.asByteBuffer();
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      channel.force(true);
    }
  }

  @Override
  public boolean remove(PeerId name) {
    try {
      boolean removed = Files.deleteIfExists(file(name));
      Files.deleteIfExists(lifetimeFile(name));
      sync();
      return removed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<PeerId> names() {
    TreeSet<PeerId> names = new TreeSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      for (Path file : files) {
        String text = String.valueOf(file.getFileName());
        name(text.substring(0, text.length() - SUFFIX.length())).ifPresent(names::add);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.copyOf(names);
  }

  private static Optional<PeerId> name(String text) {
    try {
      return Optional.of(PeerId.parse(text));
    } catch (MultiformatException e) {
      return Optional.empty();
    }
  }

  private void sync() throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
