package org.trustnet.trust.file;

/** Limits of a trust file: trust model, section 10. All refuse the whole file. */
public final class FileLimits {
  /** Longest file, in bytes. */
  public static final int MAX_BYTES = 1 << 20;

  /** Most blocks that a file may be stored in. */
  public static final int MAX_BLOCKS = 64;

  /** Deepest nesting of objects and arrays; the root is 1. */
  public static final int MAX_NESTING = 16;

  /** Most entities of a file. */
  public static final int MAX_ENTITIES = 256;

  /** Most nodes of a file, over all its entities. */
  public static final int MAX_NODES = 4_096;

  /** Most remotes of a node. */
  public static final int MAX_REMOTES = 16;

  /** Most contacts of a node, and of the file. */
  public static final int MAX_CONTACTS = 16;

  /** Most links of a file. */
  public static final int MAX_LINKS = 256;

  /** Longest label of an entity or a node, in characters (code points). */
  public static final int MAX_LABEL = 128;

  /** Longest description, in bytes of UTF-8. */
  public static final int MAX_DESCRIPTION = 4_096;

  /** Longest URI, in bytes of UTF-8. */
  public static final int MAX_URI = 512;

  private FileLimits() {}
}
