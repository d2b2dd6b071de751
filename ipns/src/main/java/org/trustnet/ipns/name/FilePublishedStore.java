package org.trustnet.ipns.name;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import org.trustnet.ipns.record.IpnsRecords;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.MultiformatException;
import org.trustnet.multiformats.PeerId;

/**
 * Published records as files {@code NAME.ipns-record}, NAME in base 36: what {@code ipfs name
 * inspect} reads. Each is written aside, synced and renamed.
 */
public final class FilePublishedStore implements PublishedStore {
  private static final String SUFFIX = ".ipns-record";

  private final Path folder;
  private final ReentrantLock lock = new ReentrantLock();

  private FilePublishedStore(Path folder) {
    this.folder = folder;
  }

  /** Opens the store in {@code folder}, which is made if it is missing. */
  public static FilePublishedStore open(Path folder) throws IOException {
    Files.createDirectories(folder);
    return new FilePublishedStore(folder);
  }

  private Path file(PeerId name) {
    return folder.resolve(name.toName() + SUFFIX);
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
  public void put(PeerId name, Bytes record) {
    Path aside = folder.resolve("new.tmp");
    lock.lock();
    try {
      try (FileChannel channel =
          FileChannel.open(
              aside,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        var rest = record.asByteBuffer();
        while (rest.hasRemaining()) {
          channel.write(rest);
        }
        channel.force(true);
      }
      Files.move(aside, file(name), StandardCopyOption.ATOMIC_MOVE);
      sync();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean remove(PeerId name) {
    try {
      boolean removed = Files.deleteIfExists(file(name));
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
