package org.trustnet.ipns.record;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.trustnet.ipns.cbor.CborDecoder;
import org.trustnet.ipns.cbor.CborValue;
import org.trustnet.ipns.cbor.MalformedCborException;
import org.trustnet.multiformats.Bytes;
import org.trustnet.schemas.ipns.IpnsEntry;

/** A record's message and its signed map, with nothing verified: boxo's {@code UnmarshalRecord}. */
record ParsedRecord(Bytes bytes, IpnsEntry message, CborValue.Dictionary signed) {
  static final String VALUE = "Value";
  static final String VALIDITY = "Validity";
  static final String VALIDITY_TYPE = "ValidityType";
  static final String SEQUENCE = "Sequence";
  static final String TTL = "TTL";

  /** A record, or why it is not one. */
  sealed interface Outcome {
    record Parsed(ParsedRecord record) implements Outcome {}

    record Failed(Verdict.Rejected rejected) implements Outcome {}
  }

  static Outcome parse(Bytes bytes) {
    if (bytes.length() > IpnsRecords.MAX_BYTES) {
      return failed(
          Rejection.TOO_LARGE,
          "record of " + bytes.length() + " bytes, at most " + IpnsRecords.MAX_BYTES);
    }
    try {
      IpnsEntry message = IpnsEntry.parseFrom(bytes.asByteBuffer());
      if (message.getData().isEmpty()) {
        return failed(Rejection.DATA_MISSING, "no signed data: a record of version 1");
      }
      return new Outcome.Parsed(
          new ParsedRecord(bytes, message, CborDecoder.decodeMap(bytes(message.getData()))));
    } catch (InvalidProtocolBufferException e) {
      return failed(Rejection.MALFORMED, "not a protobuf message");
    } catch (MalformedCborException e) {
      return failed(Rejection.DATA_MALFORMED, "signed data is not DAG-CBOR: " + e.getMessage());
    }
  }

  private static Outcome failed(Rejection reason, String why) {
    return new Outcome.Failed(new Verdict.Rejected(reason, why));
  }

  static Bytes bytes(ByteString string) {
    return Bytes.wrap(string.toByteArray());
  }

  /** The signed field as an integer; empty if it is missing or no signed 64-bit integer. */
  OptionalLong integer(String key) {
    return signed.at(key).orElse(null) instanceof CborValue.Int number
        ? OptionalLong.of(number.value())
        : OptionalLong.empty();
  }

  /** The signed field as a byte string; empty if it is missing or anything else. */
  Optional<Bytes> byteString(String key) {
    return signed.at(key).orElse(null) instanceof CborValue.ByteString string
        ? Optional.of(string.bytes())
        : Optional.empty();
  }

  /** The EOL; empty if the validity is of another type or no time. */
  Optional<Instant> eol() {
    return integer(VALIDITY_TYPE).equals(OptionalLong.of(0))
        ? byteString(VALIDITY).flatMap(Rfc3339::parse)
        : Optional.empty();
  }

  boolean hasV1Fields() {
    return !message.getSignatureV1().isEmpty() || !message.getValue().isEmpty();
  }

  /** The first field that differs between the message and the signed map; empty if none does. */
  Optional<String> mismatch() {
    if (!byteString(VALUE).equals(Optional.of(bytes(message.getValue())))) {
      return Optional.of(VALUE);
    }
    if (!byteString(VALIDITY).equals(Optional.of(bytes(message.getValidity())))) {
      return Optional.of(VALIDITY);
    }
    if (!integer(VALIDITY_TYPE).equals(OptionalLong.of(message.getValidityType()))) {
      return Optional.of(VALIDITY_TYPE);
    }
    if (!integer(SEQUENCE).equals(OptionalLong.of(message.getSequence()))) {
      return Optional.of(SEQUENCE);
    }
    return integer(TTL).equals(OptionalLong.of(message.getTtl()))
        ? Optional.empty()
        : Optional.of(TTL);
  }
}
