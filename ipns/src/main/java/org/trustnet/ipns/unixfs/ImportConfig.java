package org.trustnet.ipns.unixfs;

/**
 * How files become blocks.
 *
 * @param cidVersion 0 or 1, of every node
 * @param leaves how chunks are written
 * @param chunkBytes length of a chunk, 1 to {@link #MAX_CHUNK_BYTES}
 * @param linksPerNode children of an inner node, 2 to {@link #MAX_LINKS_PER_NODE}
 */
public record ImportConfig(int cidVersion, Leaves leaves, int chunkBytes, int linksPerNode) {
  /** Kubo's chunker {@code size-262144}. */
  public static final int DEFAULT_CHUNK_BYTES = 262_144;

  /** boxo's {@code DefaultLinksPerBlock}. */
  public static final int DEFAULT_LINKS_PER_NODE = 174;

  /** A dag-pb leaf of this still fits a block; Kubo allows the same 1 MiB. */
  public static final int MAX_CHUNK_BYTES = 1 << 20;

  /** Such a node takes some 60 KB. */
  public static final int MAX_LINKS_PER_NODE = 1_024;

  /** How a chunk is written. */
  public enum Leaves {
    /** The bare bytes. */
    RAW,
    /** A dag-pb node with the bytes in its UnixFS data. */
    DAG_PB
  }

  public ImportConfig {
    if (cidVersion != 0 && cidVersion != 1) {
      throw new IllegalArgumentException("CID version " + cidVersion);
    }
    if (chunkBytes < 1 || chunkBytes > MAX_CHUNK_BYTES) {
      throw new IllegalArgumentException(
          "chunk of " + chunkBytes + " bytes, 1 to " + MAX_CHUNK_BYTES);
    }
    if (linksPerNode < 2 || linksPerNode > MAX_LINKS_PER_NODE) {
      throw new IllegalArgumentException(
          linksPerNode + " links a node, 2 to " + MAX_LINKS_PER_NODE);
    }
  }

  /** What Kubo's {@code add} does when nothing is asked for: CIDv0, dag-pb leaves. */
  public static ImportConfig v0() {
    return new ImportConfig(0, Leaves.DAG_PB, DEFAULT_CHUNK_BYTES, DEFAULT_LINKS_PER_NODE);
  }

  /** What {@code ipfs add --cid-version=1} does: raw leaves. */
  public static ImportConfig v1() {
    return new ImportConfig(1, Leaves.RAW, DEFAULT_CHUNK_BYTES, DEFAULT_LINKS_PER_NODE);
  }

  public ImportConfig with(Leaves other) {
    return new ImportConfig(cidVersion, other, chunkBytes, linksPerNode);
  }
}
