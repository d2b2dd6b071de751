package org.trustnet.bootstrap.trust;

import com.google.protobuf.ByteString;
import java.util.Map;
import org.trustnet.ipns.cbor.CborEncoder;
import org.trustnet.ipns.cbor.CborValue;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;
import org.trustnet.schemas.ipns.IpnsEntry;

/** An IPNS record that its publisher signed well and that no node may read. */
final class MalformedRecord {
  private static final long TTL_NANOS = 3_600_000_000_000L;
  private static final String LONG_AFTER = "2100-01-01T00:00:00Z";

  private MalformedRecord() {}

  /**
   * A record whose sequence is the unsigned CBOR integer 2^63.
   *
   * @param target what it points at
   */
  static Bytes ofLargeSequence(PrivateKey key, Cid target) {
    Bytes data =
        CborEncoder.encode(
            new CborValue.Dictionary(
                Map.of(
                    Bytes.utf8("Value"),
                    text("/ipfs/" + target),
                    Bytes.utf8("Validity"),
                    text(LONG_AFTER),
                    Bytes.utf8("ValidityType"),
                    new CborValue.Int(0),
                    Bytes.utf8("Sequence"),
                    new CborValue.BigUnsigned(Long.MIN_VALUE),
                    Bytes.utf8("TTL"),
                    new CborValue.Int(TTL_NANOS))));
    Bytes signature = key.sign(Bytes.concat(Bytes.utf8("ipns-signature:"), data));
    return Bytes.wrap(
        IpnsEntry.newBuilder()
            .setData(ByteString.copyFrom(data.toArray()))
            .setSignatureV2(ByteString.copyFrom(signature.toArray()))
            .build()
            .toByteArray());
  }

  private static CborValue text(String text) {
    return new CborValue.ByteString(Bytes.utf8(text));
  }
}
