package org.trustnet.ipns.record;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.trustnet.libp2p.crypto.Signatures;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.MultiformatException;
import org.trustnet.multiformats.PeerId;
import org.trustnet.multiformats.PublicKey;

/** The checks of one parsed record against a name, in their order. */
final class RecordCheck {
  private final PeerId name;
  private final ParsedRecord record;

  RecordCheck(PeerId name, ParsedRecord record) {
    this.name = name;
    this.record = record;
  }

  Verdict run(Instant now) {
    Optional<Verdict.Rejected> untrusted = signedByName();
    if (untrusted.isPresent()) {
      return untrusted.get();
    }
    if (record.hasV1Fields()) {
      Optional<String> field = record.mismatch();
      if (field.isPresent()) {
        return rejected(
            Rejection.FIELD_MISMATCH,
            field.get() + " of the protobuf message is not the signed one");
      }
    }
    if (!record.integer(ParsedRecord.VALIDITY_TYPE).equals(OptionalLong.of(0))) {
      return rejected(Rejection.VALIDITY_TYPE, "its validity is not an EOL");
    }
    Optional<Instant> eol = record.eol();
    if (eol.isEmpty()) {
      return rejected(Rejection.VALIDITY_MALFORMED, "its EOL is no time of RFC 3339");
    }
    return complete(eol.get(), now);
  }

  private Verdict complete(Instant eol, Instant now) {
    boolean expired = now.isAfter(eol);
    long ttlNanos = record.integer(ParsedRecord.TTL).orElse(0);
    if (!expired && ttlNanos < 0) {
      return rejected(Rejection.NEGATIVE_TTL, "its TTL is negative");
    }
    Optional<Bytes> value = record.byteString(ParsedRecord.VALUE);
    OptionalLong sequence = record.integer(ParsedRecord.SEQUENCE);
    if (value.isEmpty() || sequence.isEmpty()) {
      return expired
          ? rejected(Rejection.EXPIRED, "expired at " + eol)
          : rejected(Rejection.INCOMPLETE, "no Value or no Sequence");
    }
    IpnsRecord checked =
        new IpnsRecord(
            name,
            value.get(),
            sequence.getAsLong(),
            eol,
            Duration.ofNanos(Math.max(0, ttlNanos)),
            record.bytes());
    return expired ? new Verdict.Expired(checked) : new Verdict.Valid(checked);
  }

  private Optional<Verdict.Rejected> signedByName() {
    @Nullable PublicKey key;
    try {
      key = key();
    } catch (MultiformatException e) {
      return Optional.of(
          rejected(Rejection.KEY_MALFORMED, "its key cannot be read: " + e.getMessage()));
    }
    if (key == null) {
      return Optional.of(
          rejected(Rejection.KEY_MISSING, "neither the record nor its name has the key"));
    }
    if (!key.peerId().equals(name)) {
      return Optional.of(rejected(Rejection.KEY_MISMATCH, "the key is that of " + key.peerId()));
    }
    if (record.message().getSignatureV2().isEmpty()) {
      return Optional.of(rejected(Rejection.SIGNATURE_MISSING, "no signature of version 2"));
    }
    Bytes signed =
        Bytes.concat(IpnsRecords.SIGNATURE_PREFIX, ParsedRecord.bytes(record.message().getData()));
    Bytes signature = ParsedRecord.bytes(record.message().getSignatureV2());
    return Signatures.verify(key, signed, signature)
        ? Optional.empty()
        : Optional.of(rejected(Rejection.BAD_SIGNATURE, "the signature does not verify"));
  }

  private @Nullable PublicKey key() {
    if (record.message().getPubKey().isEmpty()) {
      return name.inlinedKey().orElse(null);
    }
    return PublicKey.decode(ParsedRecord.bytes(record.message().getPubKey()));
  }

  private static Verdict.Rejected rejected(Rejection reason, String why) {
    return new Verdict.Rejected(reason, why);
  }
}
