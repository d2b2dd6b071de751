package org.trustnet.ipns.unixfs;

import java.util.List;
import java.util.stream.Collectors;
import org.trustnet.ipns.blocks.ContentException;
import org.trustnet.ipns.blocks.ContentFailure;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;

/**
 * A node of a file: bytes of its own, then its children's.
 *
 * @param own bytes in the node itself
 * @param children in order
 * @param sizes what each child adds to the file, in bytes
 * @param size all of it
 */
record FileNode(Bytes own, List<Cid> children, List<Long> sizes, long size) {
  /**
   * @throws ContentException if the node is not a file's, or its numbers contradict each other
   */
  static FileNode of(UnixFsNode node) throws ContentException {
    return switch (node) {
      case UnixFsNode.Raw raw ->
          new FileNode(raw.data(), List.of(), List.of(), raw.data().length());
      case UnixFsNode.Inner inner -> of(inner);
    };
  }

  private static FileNode of(UnixFsNode.Inner inner) throws ContentException {
    UnixFsData data = inner.data();
    if (data.kind() != UnixFsData.Kind.FILE && data.kind() != UnixFsData.Kind.RAW) {
      throw new ContentException(new ContentFailure.NotAFile(inner.cid()));
    }
    List<PbLink> links = inner.node().links();
    if (data.blockSizes().size() != links.size()) {
      throw GraphReader.malformed(
          inner.cid(), links.size() + " links and " + data.blockSizes().size() + " block sizes");
    }
    long size = total(inner.cid(), data);
    if (data.fileSize().isPresent() && data.fileSize().getAsLong() != size) {
      throw GraphReader.malformed(
          inner.cid(), "file size " + data.fileSize().getAsLong() + ", of its parts " + size);
    }
    List<Cid> children = links.stream().map(PbLink::cid).collect(Collectors.toUnmodifiableList());
    return new FileNode(data.data(), children, data.blockSizes(), size);
  }

  private static long total(Cid cid, UnixFsData data) throws ContentException {
    long size = data.data().length();
    for (long blockSize : data.blockSizes()) {
      if (blockSize > Long.MAX_VALUE - size) {
        throw GraphReader.malformed(cid, "the file is longer than 2^63 bytes");
      }
      size += blockSize;
    }
    return size;
  }
}
