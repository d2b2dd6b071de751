package org.trustnet.ipns.unixfs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.trustnet.ipns.blocks.BlockSink;
import org.trustnet.ipns.blocks.ContentException;
import org.trustnet.ipns.blocks.ContentFailure;
import org.trustnet.multiformats.Bytes;

/**
 * Writes plain directories over imported files, as {@code ipfs add -r} does. A directory that Kubo
 * would shard is refused.
 */
public final class DirectoryBuilder {
  /** Kubo shards a directory whose names and CIDs take more than this, in bytes. */
  public static final int MAX_NODE_BYTES = 262_144;

  /** Longest name and symlink target, in bytes of UTF-8: what file systems take. */
  public static final int MAX_NAME_BYTES = 4_096;

  /** Most directories inside each other. */
  public static final int MAX_DEPTH = IpfsPath.MAX_SEGMENTS;

  /** Most files and directories in one tree: their names and CIDs are held in memory. */
  public static final int MAX_ENTRIES = 1_000_000;

  /** Hears of each directory as it is written. */
  @FunctionalInterface
  public interface Written {
    /**
     * @param path names from the root down; empty for the root
     */
    void directory(List<String> path, Imported directory);
  }

  private sealed interface Entry {}

  private record Leaf(Imported imported) implements Entry {}

  private record Folder(Map<Bytes, Entry> entries) implements Entry {}

  private final NodeWriter writer;
  private final Folder root = new Folder(new TreeMap<>());
  private final int maxEntries;
  private int entries;

  public DirectoryBuilder(ImportConfig config, BlockSink sink) {
    this(config, sink, MAX_ENTRIES);
  }

  DirectoryBuilder(ImportConfig config, BlockSink sink, int maxEntries) {
    this.writer = new NodeWriter(config, sink);
    this.maxEntries = maxEntries;
  }

  /**
   * Puts an imported file or symbolic link under a path; the directories above are made.
   *
   * @param path names from the root down, at least one
   * @throws ContentException if the tree grows too large
   * @throws IllegalArgumentException if a name is not fit for a directory, or taken
   */
  public void file(List<String> path, Imported file) throws ContentException {
    put(path, new Leaf(file));
  }

  /** Makes an empty directory, unless there is one. */
  public void directory(List<String> path) throws ContentException {
    folder(path);
  }

  /** Writes the directories, deepest first. */
  public Imported build() throws ContentException {
    return build((_, _) -> {});
  }

  /** Writes the directories, deepest first; {@code written} hears of the root last. */
  public Imported build(Written written) throws ContentException {
    return build(root, List.of(), written);
  }

  private void put(List<String> path, Leaf leaf) throws ContentException {
    Folder parent = folder(path.subList(0, path.size() - 1));
    if (parent.entries().putIfAbsent(name(path.getLast()), leaf) != null) {
      throw new IllegalArgumentException("two entries at " + String.join("/", path));
    }
    count();
  }

  private Folder folder(List<String> path) throws ContentException {
    if (path.size() > MAX_DEPTH) {
      throw new ContentException(new ContentFailure.TooLarge("directory levels", MAX_DEPTH));
    }
    Folder folder = root;
    for (String segment : path) {
      Bytes name = name(segment);
      Entry entry = folder.entries().get(name);
      if (entry == null) {
        count();
        entry = new Folder(new TreeMap<>());
        folder.entries().put(name, entry);
      }
      if (!(entry instanceof Folder next)) {
        throw new IllegalArgumentException("a file and a directory at " + String.join("/", path));
      }
      folder = next;
    }
    return folder;
  }

  private void count() throws ContentException {
    if (++entries > maxEntries) {
      throw new ContentException(new ContentFailure.TooLarge("directory entries", maxEntries));
    }
  }

  private static Bytes name(String segment) {
    Bytes name = Bytes.utf8(segment);
    if (segment.isEmpty()
        || segment.equals(".")
        || segment.equals("..")
        || segment.indexOf('/') >= 0
        || segment.indexOf('\0') >= 0
        || name.length() > MAX_NAME_BYTES) {
      throw new IllegalArgumentException("not a name for a directory entry: " + segment);
    }
    return name;
  }

  private Imported build(Folder folder, List<String> path, Written written)
      throws ContentException {
    List<PbLink> links = new ArrayList<>();
    long bytes = 0;
    for (Map.Entry<Bytes, Entry> entry : folder.entries().entrySet()) {
      Imported below =
          switch (entry.getValue()) {
            case Leaf leaf -> leaf.imported();
            case Folder inner -> build(inner, below(path, entry.getKey()), written);
          };
      links.add(below.link(entry.getKey()));
      bytes += entry.getKey().length() + below.cid().encode().length();
    }
    if (bytes > MAX_NODE_BYTES) {
      throw new ContentException(
          new ContentFailure.TooLarge("bytes of a directory node", MAX_NODE_BYTES));
    }
    Imported directory = writer.node(links, UnixFsData.directory());
    written.directory(path, directory);
    return directory;
  }

  private static List<String> below(List<String> path, Bytes name) {
    List<String> below = new ArrayList<>(path);
    below.add(name.toUtf8());
    return below;
  }
}
