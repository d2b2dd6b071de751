package org.trustnet.bootstrap.trust;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.trustnet.bootstrap.content.Content;
import org.trustnet.ipns.bitswap.Bitswap;
import org.trustnet.ipns.bitswap.Fetch;
import org.trustnet.ipns.blocks.Block;
import org.trustnet.ipns.blocks.BlockSource;
import org.trustnet.ipns.blocks.ContentException;
import org.trustnet.ipns.blocks.ContentFailure;
import org.trustnet.ipns.unixfs.IpfsPath;
import org.trustnet.ipns.unixfs.PathResolver;
import org.trustnet.ipns.unixfs.ReadLimits;
import org.trustnet.ipns.unixfs.UnixFsEntry;
import org.trustnet.ipns.unixfs.UnixFsFile;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;
import org.trustnet.multiformats.MultiformatException;
import org.trustnet.trust.audit.RefusalReason;
import org.trustnet.trust.file.FileLimits;
import org.trustnet.trust.refresh.RecordValue;

/**
 * Fetches a trust file by Bitswap, connected peers first, then providers, every hash verified.
 * Trust model, sections 1, 4 and 10. Blocking, for virtual threads.
 */
final class FileSearch {
  /** How long a file may take. */
  static final Duration DEADLINE = Duration.ofSeconds(30);

  /** How long a source may be slow. */
  static final Duration SLOW_START = Duration.ofSeconds(10);

  /** What it must have delivered for every second after that, in bytes. */
  static final long MIN_BYTES_A_SECOND = 1_024;

  /** What a directory means. */
  private static final String FILE_NAME = "trust.json";

  private static final ReadLimits LIMITS =
      ReadLimits.defaults().atMost(FileLimits.MAX_BLOCKS, FileLimits.MAX_BYTES);

  private final Content content;
  private final LongSupplier nanos;

  FileSearch(Content content, LongSupplier nanos) {
    this.content = content;
    this.nanos = nanos;
  }

  /** What came of it. */
  sealed interface Outcome {
    record Found(Bytes content) implements Outcome {}

    record Failed(RefusalReason reason, String text) implements Outcome {}
  }

  Outcome search(RecordValue target) {
    try (Fetch fetch = content.fetch(DEADLINE)) {
      return new Outcome.Found(read(target, new Metered(fetch, nanos)));
    } catch (ContentException e) {
      RefusalReason reason =
          e.failure() instanceof ContentFailure.TooLarge
              ? RefusalReason.TOO_LARGE
              : RefusalReason.UNFETCHABLE;
      return new Outcome.Failed(reason, String.valueOf(e.getMessage()));
    } catch (MultiformatException e) {
      return new Outcome.Failed(RefusalReason.BAD_VALUE, String.valueOf(e.getMessage()));
    } catch (Bitswap.BusyException e) {
      return new Outcome.Failed(RefusalReason.UNFETCHABLE, String.valueOf(e.getMessage()));
    }
  }

  /** The file behind {@code target}, of blocks from {@code source}. */
  static Bytes read(RecordValue target, BlockSource source) throws ContentException {
    IpfsPath path =
        target.path().isEmpty()
            ? IpfsPath.of(target.cid())
            : IpfsPath.parse("/ipfs/" + target.cid() + "/" + target.path());
    UnixFsEntry entry = PathResolver.resolve(path, source, LIMITS);
    if (entry instanceof UnixFsEntry.Directory) {
      entry = PathResolver.resolve(path.resolve(List.of(FILE_NAME)), source, LIMITS);
    }
    if (!(entry instanceof UnixFsEntry.File file)) {
      throw new ContentException(new ContentFailure.NotAFile(target.cid()));
    }
    return UnixFsFile.open(file.cid(), source, LIMITS).readAll(FileLimits.MAX_BYTES);
  }

  /**
   * Counts what one search fetches: its blocks over all steps together, and its speed whenever a
   * block has come. A source that never completes a block meets the deadline.
   */
  static final class Metered implements BlockSource {
    private final BlockSource source;
    private final LongSupplier nanos;
    private final long begun;
    private final java.util.Set<Cid> distinct = new java.util.HashSet<>();
    private long bytes;

    Metered(BlockSource source, LongSupplier nanos) {
      this.source = source;
      this.nanos = nanos;
      this.begun = nanos.getAsLong();
    }

    @Override
    public Block fetch(Cid cid) throws ContentException {
      if (distinct.add(cid) && distinct.size() > FileLimits.MAX_BLOCKS) {
        throw new ContentException(new ContentFailure.TooLarge("blocks", FileLimits.MAX_BLOCKS));
      }
      Duration elapsed = Duration.ofNanos(nanos.getAsLong() - begun);
      if (elapsed.compareTo(SLOW_START) > 0 && bytes < MIN_BYTES_A_SECOND * elapsed.toSeconds()) {
        throw new ContentException(new ContentFailure.TimedOut(cid));
      }
      Block block = source.fetch(cid);
      bytes += block.data().length();
      return block;
    }

    @Override
    public void soon(List<Cid> cids) {
      source.soon(cids);
    }
  }
}
