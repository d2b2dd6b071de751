package org.trustnet.ipns.car;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.trustnet.ipns.blocks.Block;
import org.trustnet.ipns.cbor.CborDecoder;
import org.trustnet.ipns.cbor.CborValue;
import org.trustnet.ipns.cbor.MalformedCborException;
import org.trustnet.multiformats.ByteReader;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;
import org.trustnet.multiformats.MultiformatException;

/** Reads a CAR block by block, each checked against its CID. Does not close its stream. */
public final class CarReader {
  /** Longest header, in bytes: some 800 roots. */
  public static final int MAX_HEADER_BYTES = 32 << 10;

  /** Longest CID and block together, in bytes. */
  public static final int MAX_SECTION_BYTES = Cid.MAX_BYTES + Block.MAX_BYTES;

  /** Bytes of a length: 35 bits are more than any limit here. */
  private static final int MAX_LENGTH_BYTES = 5;

  private final InputStream in;
  private final List<Cid> roots;

  private CarReader(InputStream in, List<Cid> roots) {
    this.in = in;
    this.roots = roots;
  }

  /**
   * Reads the header.
   *
   * @throws MalformedCarException if it is not one of version 1
   * @throws IOException if reading fails
   */
  public static CarReader open(InputStream in) throws IOException {
    Bytes header =
        section(in, MAX_HEADER_BYTES)
            .orElseThrow(() -> new MalformedCarException("an empty stream is no CAR"));
    try {
      return new CarReader(in, roots(CborDecoder.decodeMap(header)));
    } catch (MalformedCborException e) {
      throw new MalformedCarException("CAR header: " + e.getMessage());
    }
  }

  private static List<Cid> roots(CborValue.Dictionary header) throws MalformedCarException {
    if (!header.at("version").filter(new CborValue.Int(1)::equals).isPresent()) {
      throw new MalformedCarException("a CAR of another version than 1");
    }
    if (!(header.at("roots").orElse(null) instanceof CborValue.Array array)) {
      throw new MalformedCarException("a CAR header without roots");
    }
    List<Cid> roots = new ArrayList<>();
    for (CborValue item : array.items()) {
      if (!(item instanceof CborValue.Link link)) {
        throw new MalformedCarException("a CAR root that is not a link");
      }
      roots.add(link.cid());
    }
    return List.copyOf(roots);
  }

  public List<Cid> roots() {
    return roots;
  }

  /**
   * The next block, or empty at the end.
   *
   * @throws MalformedCarException if the stream is cut off, or the block is not its CID's
   * @throws IOException if reading fails
   */
  public Optional<Block> next() throws IOException {
    Optional<Bytes> section = section(in, MAX_SECTION_BYTES);
    if (section.isEmpty()) {
      return Optional.empty();
    }
    ByteReader reader = new ByteReader(section.get());
    try {
      Cid cid = Cid.read(reader);
      Optional<Block> block = Block.verified(cid, reader.rest());
      if (block.isEmpty()) {
        throw new MalformedCarException("the block of " + cid + " is not what its CID says");
      }
      return block;
    } catch (MultiformatException e) {
      throw new MalformedCarException("CAR section: " + e.getMessage());
    }
  }

  private static Optional<Bytes> section(InputStream in, int maxBytes) throws IOException {
    int first = in.read();
    if (first < 0) {
      return Optional.empty();
    }
    long length = length(in, first);
    if (length == 0 || length > maxBytes) {
      throw new MalformedCarException("section of " + length + " bytes, at most " + maxBytes);
    }
    byte[] section = in.readNBytes((int) length);
    if (section.length < length) {
      throw new MalformedCarException("cut off: " + section.length + " of " + length + " bytes");
    }
    return Optional.of(Bytes.wrap(section));
  }

  private static long length(InputStream in, int first) throws IOException {
    long value = first & 0x7f;
    int b = first;
    for (int i = 1; b >= 0x80; i++) {
      b = in.read();
      if (b < 0 || i == MAX_LENGTH_BYTES) {
        throw new MalformedCarException("a section's length is cut off or too long");
      }
      value |= (long) (b & 0x7f) << (7 * i);
    }
    return value;
  }
}
