package org.trustnet.ipns.record;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.trustnet.ipns.cbor.CborEncoder;
import org.trustnet.ipns.cbor.CborValue;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.PeerId;
import org.trustnet.schemas.ipns.IpnsEntry;

/** Makes, judges and compares IPNS records. */
public final class IpnsRecords {
  /** Longest record, in bytes (ipns-record.md "Record Size Limit"). */
  public static final int MAX_BYTES = 10_240;

  static final Bytes SIGNATURE_PREFIX = Bytes.utf8("ipns-signature:");

  /** The legacy signature ends in the name of the validity type, as Go prints it. */
  private static final Bytes EOL_TYPE = Bytes.utf8("EOL");

  private IpnsRecords() {}

  /**
   * Signs a record. The key is embedded if the name does not carry it (RSA, ECDSA).
   *
   * @throws IllegalArgumentException if the record would be over {@link #MAX_BYTES}
   */
  public static IpnsRecord create(
      PrivateKey key, RecordContent content, Compatibility compatibility) {
    Bytes validity = Bytes.utf8(Rfc3339.format(content.eol()));
    Bytes data = data(content, validity);
    IpnsEntry.Builder message =
        IpnsEntry.newBuilder()
            .setData(string(data))
            .setSignatureV2(string(key.sign(Bytes.concat(SIGNATURE_PREFIX, data))));
    if (compatibility == Compatibility.V1_AND_V2) {
      Bytes legacy = Bytes.concat(content.value(), validity, EOL_TYPE);
      message
          .setValue(string(content.value()))
          .setValidityType(0)
          .setValidity(string(validity))
          .setSequence(content.sequence())
          .setTtl(content.ttl().toNanos())
          .setSignatureV1(string(key.sign(legacy)));
    }
    PeerId name = key.peerId();
    if (name.inlinedKey().isEmpty()) {
      message.setPubKey(string(key.publicKey().encode()));
    }
    Bytes bytes = Bytes.wrap(message.build().toByteArray());
    if (bytes.length() > MAX_BYTES) {
      throw new IllegalArgumentException(
          "record of " + bytes.length() + " bytes, at most " + MAX_BYTES);
    }
    return new IpnsRecord(
        name, content.value(), content.sequence(), content.eol(), content.ttl(), bytes);
  }

  /**
   * Judges a record that was received for {@code name}.
   *
   * @param now what expiry is measured by
   */
  public static Verdict validate(PeerId name, Bytes bytes, Instant now) {
    return switch (ParsedRecord.parse(bytes)) {
      case ParsedRecord.Outcome.Failed failed -> failed.rejected();
      case ParsedRecord.Outcome.Parsed parsed -> new RecordCheck(name, parsed.record()).run(now);
    };
  }

  /**
   * The index of the best of several records that were judged before; their signatures are not
   * looked at. Empty if there are none or one cannot be compared, as boxo's Select.
   */
  public static OptionalInt select(List<Bytes> records) {
    if (records.size() == 1) {
      return OptionalInt.of(0);
    }
    int best = -1;
    ParsedRecord bestRecord = null;
    for (int i = 0; i < records.size(); i++) {
      if (!(ParsedRecord.parse(records.get(i)) instanceof ParsedRecord.Outcome.Parsed parsed)
          || !comparable(parsed.record())) {
        return OptionalInt.empty();
      }
      if (bestRecord == null || SELECTION.compare(parsed.record(), bestRecord) > 0) {
        best = i;
        bestRecord = parsed.record();
      }
    }
    return best < 0 ? OptionalInt.empty() : OptionalInt.of(best);
  }

  private static final Comparator<ParsedRecord> SELECTION =
      Comparator.<ParsedRecord, Boolean>comparing(r -> !r.message().getSignatureV2().isEmpty())
          .thenComparing(r -> r.integer(ParsedRecord.SEQUENCE).orElse(0), Long::compareUnsigned)
          .thenComparing(r -> r.eol().orElse(Instant.MIN))
          .thenComparing(ParsedRecord::bytes);

  private static boolean comparable(ParsedRecord record) {
    return record.integer(ParsedRecord.SEQUENCE).isPresent() && record.eol().isPresent();
  }

  private static Bytes data(RecordContent content, Bytes validity) {
    return CborEncoder.encode(
        new CborValue.Dictionary(
            Map.of(
                Bytes.utf8(ParsedRecord.VALUE), new CborValue.ByteString(content.value()),
                Bytes.utf8(ParsedRecord.VALIDITY), new CborValue.ByteString(validity),
                Bytes.utf8(ParsedRecord.VALIDITY_TYPE), new CborValue.Int(0),
                Bytes.utf8(ParsedRecord.SEQUENCE), new CborValue.Int(content.sequence()),
                Bytes.utf8(ParsedRecord.TTL), new CborValue.Int(content.ttl().toNanos()))));
  }

  private static ByteString string(Bytes bytes) {
    return UnsafeByteOperations.unsafeWrap(bytes.asByteBuffer());
  }
}
