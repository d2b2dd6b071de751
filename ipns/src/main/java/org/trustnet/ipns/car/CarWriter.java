package org.trustnet.ipns.car;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.trustnet.ipns.blocks.Block;
import org.trustnet.ipns.cbor.CborEncoder;
import org.trustnet.ipns.cbor.CborValue;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;
import org.trustnet.multiformats.Varint;

/** Writes a CAR block by block. Does not close its stream. */
public final class CarWriter {
  private final OutputStream out;

  private CarWriter(OutputStream out) {
    this.out = out;
  }

  /** Writes the header. */
  public static CarWriter open(OutputStream out, List<Cid> roots) throws IOException {
    List<CborValue> links = roots.stream().<CborValue>map(CborValue.Link::new).toList();
    Bytes header =
        CborEncoder.encode(
            new CborValue.Dictionary(
                Map.of(
                    Bytes.utf8("roots"), new CborValue.Array(links),
                    Bytes.utf8("version"), new CborValue.Int(1))));
    CarWriter writer = new CarWriter(out);
    writer.section(header);
    return writer;
  }

  public void write(Block block) throws IOException {
    section(Bytes.concat(block.cid().encode(), block.data()));
  }

  private void section(Bytes bytes) throws IOException {
    out.write(Varint.encode(bytes.length()).toArray());
    out.write(bytes.toArray());
  }
}
