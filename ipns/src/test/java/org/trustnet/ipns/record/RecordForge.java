package org.trustnet.ipns.record;

import com.google.protobuf.ByteString;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.trustnet.ipns.cbor.CborEncoder;
import org.trustnet.ipns.cbor.CborValue;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.multiformats.Bytes;
import org.trustnet.schemas.ipns.IpnsEntry;

/** Makes records that are signed well and wrong otherwise. */
final class RecordForge {
  private final PrivateKey key;
  private final Map<Bytes, CborValue> fields = new HashMap<>();

  RecordForge(PrivateKey key) {
    this.key = key;
    put("Value", new CborValue.ByteString(Bytes.utf8("/ipfs/bafkqaaa")));
    put("Validity", new CborValue.ByteString(Bytes.utf8("2030-01-01T00:00:00Z")));
    put("ValidityType", new CborValue.Int(0));
    put("Sequence", new CborValue.Int(7));
    put("TTL", new CborValue.Int(60_000_000_000L));
  }

  RecordForge put(String field, CborValue value) {
    fields.put(Bytes.utf8(field), value);
    return this;
  }

  RecordForge without(String field) {
    fields.remove(Bytes.utf8(field));
    return this;
  }

  Bytes signed() {
    return signed(message -> {});
  }

  Bytes signed(Consumer<IpnsEntry.Builder> change) {
    return signed(CborEncoder.encode(new CborValue.Dictionary(fields)), change);
  }

  Bytes signed(Bytes data, Consumer<IpnsEntry.Builder> change) {
    IpnsEntry.Builder message =
        IpnsEntry.newBuilder()
            .setData(string(data))
            .setSignatureV2(string(key.sign(Bytes.concat(IpnsRecords.SIGNATURE_PREFIX, data))));
    if (key.peerId().inlinedKey().isEmpty()) {
      message.setPubKey(string(key.publicKey().encode()));
    }
    change.accept(message);
    return Bytes.wrap(message.build().toByteArray());
  }

  /** The fields of version 1, equal to the signed ones. */
  static void addV1(IpnsEntry.Builder message) {
    message
        .setValue(ByteString.copyFromUtf8("/ipfs/bafkqaaa"))
        .setSignatureV1(ByteString.copyFromUtf8("nobody looks"))
        .setValidity(ByteString.copyFromUtf8("2030-01-01T00:00:00Z"))
        .setSequence(7)
        .setTtl(60_000_000_000L);
  }

  static ByteString string(Bytes bytes) {
    return ByteString.copyFrom(bytes.toArray());
  }
}
