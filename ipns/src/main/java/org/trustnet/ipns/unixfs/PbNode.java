package org.trustnet.ipns.unixfs;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;
import org.trustnet.multiformats.MultiformatException;

/**
 * A dag-pb node: {@code PBNode{Data=1, Links=2}}, ipld/ipld dag-pb.
 *
 * @param links in stored order
 * @param data UnixFS data; absent is another node than empty
 */
public record PbNode(List<PbLink> links, Optional<Bytes> data) {
  /** Most links: more do not fit a block with CIDs of 32-byte hashes. */
  public static final int MAX_LINKS = 65_536;

  private static final int DATA = 1;
  private static final int LINKS = 2;
  private static final int HASH = 1;
  private static final int NAME = 2;
  private static final int TSIZE = 3;

  public PbNode {
    links = List.copyOf(links);
  }

  /**
   * Reads a node: links before or after the data, as go-codec-dagpb does.
   *
   * @throws MalformedNodeException if the bytes are anything else
   */
  public static PbNode decode(Bytes bytes) throws MalformedNodeException {
    ProtoCursor cursor = new ProtoCursor(bytes);
    List<PbLink> links = new ArrayList<>();
    @Nullable Bytes data = null;
    int linksBeforeData = 0;
    while (cursor.next()) {
      cursor.expect(ProtoCursor.LENGTH_DELIMITED);
      Bytes value = cursor.bytes();
      if (cursor.field() == DATA && data == null) {
        data = value;
        linksBeforeData = links.size();
      } else if (cursor.field() == LINKS) {
        if (linksBeforeData > 0) {
          throw new MalformedNodeException("links on both sides of the data");
        }
        if (links.size() == MAX_LINKS) {
          throw new MalformedNodeException("more than " + MAX_LINKS + " links");
        }
        links.add(link(value));
      } else {
        throw new MalformedNodeException("unexpected field " + cursor.field() + " of a node");
      }
    }
    return new PbNode(links, Optional.ofNullable(data));
  }

  private static PbLink link(Bytes bytes) throws MalformedNodeException {
    ProtoCursor cursor = new ProtoCursor(bytes);
    @Nullable Cid cid = null;
    Bytes name = Bytes.empty();
    long tsize = 0;
    int last = 0;
    while (cursor.next()) {
      if (cursor.field() <= last || cursor.field() > TSIZE) {
        throw new MalformedNodeException("field " + cursor.field() + " of a link is out of place");
      }
      last = cursor.field();
      cursor.expect(last == TSIZE ? ProtoCursor.VARINT : ProtoCursor.LENGTH_DELIMITED);
      switch (last) {
        case HASH -> cid = cid(cursor.bytes());
        case NAME -> name = cursor.bytes();
        default -> tsize = cursor.varint();
      }
    }
    if (cid == null) {
      throw new MalformedNodeException("a link without a CID");
    }
    return new PbLink(cid, name, tsize);
  }

  private static Cid cid(Bytes bytes) throws MalformedNodeException {
    try {
      return Cid.decode(bytes);
    } catch (MultiformatException e) {
      throw new MalformedNodeException("link: " + e.getMessage());
    }
  }

  /** The canonical bytes: links first, sorted by name (stable), then the data. */
  public Bytes encode() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    links.stream()
        .sorted(Comparator.comparing(PbLink::name))
        .forEach(link -> ProtoCursor.writeBytes(out, LINKS, encode(link)));
    data.ifPresent(bytes -> ProtoCursor.writeBytes(out, DATA, bytes));
    return Bytes.wrap(out.toByteArray());
  }

  private static Bytes encode(PbLink link) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ProtoCursor.writeBytes(out, HASH, link.cid().encode());
    ProtoCursor.writeBytes(out, NAME, link.name());
    ProtoCursor.writeNumber(out, TSIZE, link.tsize());
    return Bytes.wrap(out.toByteArray());
  }
}
