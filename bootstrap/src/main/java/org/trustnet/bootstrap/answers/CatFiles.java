package org.trustnet.bootstrap.answers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.trustnet.ipns.blocks.BlockSource;
import org.trustnet.ipns.blocks.ContentException;
import org.trustnet.ipns.unixfs.IpfsPath;
import org.trustnet.ipns.unixfs.PathResolver;
import org.trustnet.ipns.unixfs.ReadLimits;
import org.trustnet.ipns.unixfs.UnixFsEntry;
import org.trustnet.ipns.unixfs.UnixFsFile;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;

/**
 * The files of one {@code cat}, in order. It holds where each begins and nothing of what is in it:
 * one request may name hundreds, and each block may have 2 MiB.
 *
 * @param parts in the order they are copied in
 */
record CatFiles(List<Part> parts) {
  private static final int PIECE = 64 * 1_024;

  /** What a part is. */
  enum Kind {
    FILE,
    /** Of which its target is copied, as Kubo does. */
    SYMLINK
  }

  /** A file or link, which is read when it is copied. */
  record Part(Cid cid, Kind kind) {}

  /**
   * What of all the files is copied, as if they were one; in bytes, neither negative.
   *
   * @param offset of the first
   * @param length at most so many
   */
  record Range(long offset, long length) {}

  CatFiles {
    parts = List.copyOf(parts);
  }

  /**
   * What the paths lead to.
   *
   * @throws ContentException if one leads nowhere
   * @throws org.trustnet.bootstrap.operation.OperationException if one leads to a directory
   */
  static CatFiles find(List<IpfsPath> paths, BlockSource source) throws ContentException {
    List<Part> parts = new ArrayList<>();
    for (IpfsPath path : paths) {
      UnixFsEntry entry = PathResolver.resolve(path, source, ReadLimits.defaults());
      parts.add(
          switch (entry) {
            case UnixFsEntry.File file -> new Part(file.cid(), Kind.FILE);
            case UnixFsEntry.Symlink link -> new Part(link.cid(), Kind.SYMLINK);
            case UnixFsEntry.Directory _ -> throw ContentAnswers.directory();
          });
    }
    return new CatFiles(parts);
  }

  /** Copies a range of the files. */
  void copy(Range range, BlockSource source, OutputStream out) throws IOException {
    long skip = range.offset();
    long left = range.length();
    for (Part part : parts) {
      Range here = new Range(skip, left);
      long size =
          switch (part.kind()) {
            case FILE -> copyFile(part.cid(), here, source, out);
            case SYMLINK -> copyTarget(part.cid(), here, source, out);
          };
      left -= within(here, size);
      skip = Math.max(0, skip - size);
    }
  }

  /** How many bytes of a part of {@code size} are in {@code range}, which begins with it. */
  private static long within(Range range, long size) {
    return Math.min(range.length(), Math.max(0, size - range.offset()));
  }

  private static long copyFile(Cid cid, Range range, BlockSource source, OutputStream out)
      throws IOException {
    UnixFsFile file = UnixFsFile.open(cid, source, ReadLimits.defaults());
    long from = Math.min(range.offset(), file.size());
    try (InputStream in = file.read(from, within(range, file.size()))) {
      copy(in, out);
    }
    return file.size();
  }

  private static long copyTarget(Cid cid, Range range, BlockSource source, OutputStream out)
      throws IOException {
    Bytes target = target(cid, source);
    int from = (int) Math.min(range.offset(), target.length());
    out.write(target.slice(from, from + (int) within(range, target.length())).toArray());
    return target.length();
  }

  private static Bytes target(Cid cid, BlockSource source) throws ContentException {
    if (PathResolver.resolve(IpfsPath.of(cid), source, ReadLimits.defaults())
        instanceof UnixFsEntry.Symlink(_, Bytes target)) {
      return target;
    }
    throw new IllegalStateException(cid + " was a symbolic link, and its block cannot change");
  }

  private static void copy(InputStream in, OutputStream out) throws IOException {
    byte[] piece = new byte[PIECE];
    int count = in.read(piece);
    while (count >= 0) {
      out.write(piece, 0, count);
      count = in.read(piece);
    }
  }
}
