package org.trustnet.ipns.unixfs;

import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.trustnet.ipns.blocks.ContentException;
import org.trustnet.multiformats.Bytes;

/**
 * One node of a sharded directory, ipfs/specs unixfs.md "HAMT". A link's name begins with its index
 * in upper-case hexadecimal, padded; what follows is the entry's name, and nothing follows when the
 * link goes to a further shard.
 *
 * @param fanout entries a node may have, a power of two
 * @param links by index
 */
record HamtShard(int fanout, Map<Integer, PbLink> links) {
  /** Largest fan-out: a larger one would let a small block claim much memory (CVE-2023-23625). */
  static final int MAX_FANOUT = 1_024;

  /** Smallest: the bit field has whole bytes. */
  static final int MIN_FANOUT = 8;

  static HamtShard of(UnixFsNode.Inner inner) throws ContentException {
    UnixFsData data = inner.data();
    if (data.hashType() != Murmur3.CODE) {
      throw GraphReader.malformed(inner.cid(), "shard with hash function " + data.hashType());
    }
    if (data.fanout() < MIN_FANOUT
        || data.fanout() > MAX_FANOUT
        || Long.bitCount(data.fanout()) != 1) {
      throw GraphReader.malformed(
          inner.cid(), "shard with fan-out " + Long.toUnsignedString(data.fanout()));
    }
    int fanout = (int) data.fanout();
    Map<Integer, PbLink> links = new TreeMap<>();
    for (PbLink link : inner.node().links()) {
      int index = index(inner, link.name(), prefixLength(fanout));
      if (index >= fanout || links.put(index, link) != null) {
        throw GraphReader.malformed(inner.cid(), "shard with two links at " + index);
      }
    }
    checkBits(inner, fanout, links);
    return new HamtShard(fanout, links);
  }

  private static int index(UnixFsNode.Inner inner, Bytes name, int digits) throws ContentException {
    int index = 0;
    for (int i = 0; i < digits; i++) {
      int digit = i < name.length() ? "0123456789ABCDEF".indexOf(name.unsigned(i)) : -1;
      if (digit < 0) {
        throw GraphReader.malformed(inner.cid(), "shard with a link that has no index");
      }
      index = index << 4 | digit;
    }
    return index;
  }

  private static void checkBits(UnixFsNode.Inner inner, int fanout, Map<Integer, PbLink> links)
      throws ContentException {
    Bytes field = inner.data().data();
    if (field.length() > fanout / 8) {
      throw GraphReader.malformed(inner.cid(), "bit field of " + field.length() + " bytes");
    }
    BigInteger bits = new BigInteger(1, field.toArray());
    if (bits.bitCount() != links.size() || !links.keySet().stream().allMatch(bits::testBit)) {
      throw GraphReader.malformed(inner.cid(), "the bit field does not fit the links");
    }
  }

  private static int prefixLength(int fanout) {
    return Integer.toHexString(fanout - 1).length();
  }

  /** Bits of the hash that one level uses. */
  int bitsPerLevel() {
    return Integer.numberOfTrailingZeros(fanout);
  }

  Optional<PbLink> at(int index) {
    return Optional.ofNullable(links.get(index));
  }

  boolean isShard(PbLink link) {
    return link.name().length() == prefixLength(fanout);
  }

  /** The link under its entry's own name. */
  PbLink entry(PbLink link) {
    return new PbLink(link.cid(), link.name().slice(prefixLength(fanout)), link.tsize());
  }
}
