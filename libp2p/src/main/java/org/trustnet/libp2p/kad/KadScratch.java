package org.trustnet.libp2p.kad;

import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;
import org.trustnet.libp2p.kad.routing.AddressGroups;
import org.trustnet.libp2p.kad.routing.KadKey;
import org.trustnet.libp2p.kad.routing.Nearest;
import org.trustnet.libp2p.kad.routing.RoutingTable;

/**
 * Everything that answering a request writes to, so that it allocates nothing: one for each thread
 * that answers. The reply stands in {@link #buffer} from 0 to {@link #length} until the next one.
 */
public final class KadScratch {
  /** The peers of a reply, one more for the requester, who is left out. */
  private static final int NEAREST = RoutingTable.BUCKET_SIZE + 1;

  /** Slots of the table of groups: a power of two, twice as many as one reply can have groups. */
  private static final int SLOTS = 512;

  private final MessageDigest digest = KadKey.sha256();
  private final byte[] hash = new byte[KadKey.BYTES];
  private final long[] groups = new long[SLOTS];
  private final int[] counts = new int[SLOTS];

  private final byte[] input = new byte[KadWire.MAX_REQUEST];

  final KadFields fields = new KadFields();
  final Nearest nearest = new Nearest(NEAREST);
  final ProtoWriter out = new ProtoWriter(new byte[KadWire.MAX_REPLY]);

  /** Where a request may be copied to before it is answered. */
  byte[] input() {
    return input;
  }

  /** The array that the reply stands in. */
  public byte[] buffer() {
    return out.buffer();
  }

  /** Bytes of the reply. */
  public int length() {
    return out.position();
  }

  /** Aims {@link #nearest} at the place of the request's key. */
  void aimAtKey() {
    try {
      digest.update(fields.buffer(), fields.keyFrom(), fields.keyLength());
      digest.digest(hash, 0, hash.length);
    } catch (DigestException e) {
      throw new AssertionError("the buffer has the digest's length", e);
    }
    nearest.aim(hash, NEAREST);
  }

  /** Whether a field of {@code length} bytes still fits the reply. */
  boolean hasRoom(int length) {
    return out.position() + ProtoWriter.sizeOf(length) <= KadWire.MAX_REPLY;
  }

  void startBalance() {
    Arrays.fill(groups, 0);
    Arrays.fill(counts, 0);
  }

  /** Counts a peer's groups, unless one of them has {@code limit} peers in this reply already. */
  boolean balance(AddressGroups of, int limit) {
    for (int i = 0; i < of.size(); i++) {
      if (counts[slot(of.at(i))] >= limit) {
        return false;
      }
    }
    for (int i = 0; i < of.size(); i++) {
      counts[slot(of.at(i))]++;
    }
    return true;
  }

  /** Where the group is counted; no group is 0, which marks a free slot. */
  private int slot(long group) {
    int slot = (int) (group * 0x9E3779B97F4A7C15L >>> 55);
    while (groups[slot] != group && groups[slot] != 0) {
      slot = slot + 1 & SLOTS - 1;
    }
    groups[slot] = group;
    return slot;
  }
}
