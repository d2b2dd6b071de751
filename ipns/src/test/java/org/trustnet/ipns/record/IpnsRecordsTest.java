package org.trustnet.ipns.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trustnet.ipns.cbor.CborValue;
import org.trustnet.libp2p.crypto.Keys;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;
import org.trustnet.multiformats.KeyType;
import org.trustnet.multiformats.Multihash;
import org.trustnet.multiformats.PeerId;
import org.trustnet.schemas.ipns.IpnsEntry;

final class IpnsRecordsTest {
  private static final Map<KeyType, PrivateKey> KEYS = new EnumMap<>(KeyType.class);
  private static final Instant EOL = Instant.parse("2030-01-01T00:00:00Z");
  private static final Instant NOW = Instant.parse("2029-01-01T00:00:00Z");
  private static final Bytes VALUE = Bytes.utf8("/ipfs/bafkqaaa");

  private static synchronized PrivateKey key(KeyType type) {
    return KEYS.computeIfAbsent(type, t -> Keys.generate(t, new Random(42)));
  }

  private static PrivateKey key() {
    return key(KeyType.ED25519);
  }

  private static RecordForge forge() {
    return new RecordForge(key());
  }

  private static Verdict judge(Bytes record) {
    return IpnsRecords.validate(key().peerId(), record, NOW);
  }

  private static Rejection reason(Bytes record) {
    return judge(record) instanceof Verdict.Rejected rejected ? rejected.reason() : null;
  }

  private static IpnsRecord valid(Bytes record) {
    assertThat(judge(record)).isInstanceOf(Verdict.Valid.class);
    return ((Verdict.Valid) judge(record)).record();
  }

  @ParameterizedTest
  @EnumSource(KeyType.class)
  void acceptsItsOwnRecordsOfEveryKeyType(KeyType type) {
    PrivateKey key = key(type);
    RecordContent content = new RecordContent(VALUE, 5, EOL, Duration.ofMinutes(5));
    for (Compatibility compatibility : Compatibility.values()) {
      IpnsRecord made = IpnsRecords.create(key, content, compatibility);
      assertThat(IpnsRecords.validate(key.peerId(), made.bytes(), NOW))
          .isEqualTo(new Verdict.Valid(made));
    }
  }

  @Test
  void writesTheSignedMapCanonicallyWithShortKeysFirst() throws Exception {
    RecordContent content = new RecordContent(Bytes.utf8("/v"), 1, EOL, Duration.ofNanos(24));
    IpnsRecord record = IpnsRecords.create(key(), content, Compatibility.V2_ONLY);
    IpnsEntry message = IpnsEntry.parseFrom(record.bytes().toArray());
    String validity = Bytes.utf8("2030-01-01T00:00:00Z").toHex();
    assertThat(Bytes.wrap(message.getData().toByteArray()).toHex())
        .isEqualTo(
            "a5"
                + ("63" + "54544c" + "1818")
                + ("65" + "56616c7565" + "42" + "2f76")
                + ("68" + "53657175656e6365" + "01")
                + ("68" + "56616c6964697479" + "54" + validity)
                + ("6c" + "56616c696469747954797065" + "00"));
    assertThat(message.hasValue()).isFalse();
    assertThat(message.hasPubKey()).isFalse();
  }

  @Test
  void acceptsARecordOfTheLargestSizeAndRefusesOneByteMoreUnparsed() {
    int overhead = forge().put("_x", filler(9_000)).signed().length() - 9_000;
    Bytes largest = forge().put("_x", filler(IpnsRecords.MAX_BYTES - overhead)).signed();
    assertThat(largest.length()).isEqualTo(IpnsRecords.MAX_BYTES);
    valid(largest);
    assertThat(reason(Bytes.concat(largest, Bytes.copyOf((byte) 0))))
        .isEqualTo(Rejection.TOO_LARGE);
    assertThatThrownBy(
            () ->
                IpnsRecords.create(
                    key(),
                    new RecordContent(
                        Bytes.wrap(new byte[IpnsRecords.MAX_BYTES]), 0, EOL, Duration.ZERO),
                    Compatibility.V2_ONLY))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static CborValue filler(int length) {
    return new CborValue.ByteString(Bytes.wrap(new byte[length]));
  }

  @Test
  void tellsTheFirstReasonInTheOrderOfTheChecks() {
    assertThat(reason(Bytes.hex("ff"))).isEqualTo(Rejection.MALFORMED);
    assertThat(reason(Bytes.empty())).isEqualTo(Rejection.DATA_MISSING);
    assertThat(reason(forge().signed(Bytes.hex("ff"), m -> m.clearSignatureV2())))
        .isEqualTo(Rejection.DATA_MALFORMED);
    assertThat(reason(forge().signed(Bytes.hex("80"), m -> {})))
        .isEqualTo(Rejection.DATA_MALFORMED);
    Bytes otherKey = key(KeyType.SECP256K1).publicKey().encode();
    assertThat(
            reason(
                forge().signed(m -> m.clearSignatureV2().setPubKey(RecordForge.string(otherKey)))))
        .isEqualTo(Rejection.KEY_MISMATCH);
    assertThat(reason(forge().signed(m -> m.setPubKey(ByteString.copyFromUtf8("key")))))
        .isEqualTo(Rejection.KEY_MALFORMED);
    assertThat(reason(forge().signed(m -> m.clearSignatureV2())))
        .isEqualTo(Rejection.SIGNATURE_MISSING);
    assertThat(reason(forge().put("TTL", new CborValue.Int(-1)).signed(this::breakSignature)))
        .isEqualTo(Rejection.BAD_SIGNATURE);
    Bytes expiredMismatch =
        forge()
            .put("Validity", new CborValue.ByteString(Bytes.utf8("2020-01-01T00:00:00Z")))
            .signed(RecordForge::addV1);
    assertThat(reason(expiredMismatch)).isEqualTo(Rejection.FIELD_MISMATCH);
  }

  private void breakSignature(IpnsEntry.Builder message) {
    byte[] signature = message.getSignatureV2().toByteArray();
    signature[3] ^= 1;
    message.setSignatureV2(ByteString.copyFrom(signature));
  }

  @Test
  void takesTheKeyFromTheRecordWhenTheNameDoesNotCarryIt() {
    PrivateKey rsa = key(KeyType.RSA);
    Bytes record = new RecordForge(rsa).signed();
    assertThat(IpnsRecords.validate(rsa.peerId(), record, NOW).isValid()).isTrue();
    Bytes without = new RecordForge(rsa).signed(IpnsEntry.Builder::clearPubKey);
    assertThat(IpnsRecords.validate(rsa.peerId(), without, NOW))
        .isInstanceOfSatisfying(
            Verdict.Rejected.class, r -> assertThat(r.reason()).isEqualTo(Rejection.KEY_MISSING));
    assertThat(reason(record)).isEqualTo(Rejection.KEY_MISMATCH);
  }

  @Test
  void comparesEveryFieldOfVersionOne() {
    valid(forge().signed(RecordForge::addV1));
    List<Consumer<IpnsEntry.Builder>> changes =
        List.of(
            m -> m.setValue(ByteString.copyFromUtf8("/ipfs/other")),
            m -> m.setValidity(ByteString.copyFromUtf8("2031-01-01T00:00:00Z")),
            m -> m.setValidityType(1),
            m -> m.setSequence(8),
            m -> m.clearSequence(),
            m -> m.setTtl(1),
            m -> m.clearTtl(),
            m -> m.clearValue());
    for (Consumer<IpnsEntry.Builder> change : changes) {
      Bytes record =
          forge()
              .signed(
                  m -> {
                    RecordForge.addV1(m);
                    change.accept(m);
                  });
      assertThat(reason(record)).isEqualTo(Rejection.FIELD_MISMATCH);
    }
    Bytes onlyStraySequence = forge().signed(m -> m.setSequence(8));
    assertThat(valid(onlyStraySequence).sequence()).isEqualTo(7);
  }

  @Test
  void readsNegativeSequencesAsLargeOnesAndRefusesLargeOnes() {
    assertThat(valid(forge().put("Sequence", new CborValue.Int(-1)).signed()).sequence())
        .isEqualTo(-1);
    assertThat(
            valid(forge().put("Sequence", new CborValue.Int(Long.MIN_VALUE)).signed()).sequence())
        .isEqualTo(Long.MIN_VALUE);
    assertThat(
            valid(forge().put("Sequence", new CborValue.Int(Long.MAX_VALUE)).signed()).sequence())
        .isEqualTo(Long.MAX_VALUE);
    assertThat(reason(forge().put("Sequence", new CborValue.BigUnsigned(1L << 63)).signed()))
        .isEqualTo(Rejection.INCOMPLETE);
    valid(forge().put("_big", new CborValue.BigUnsigned(1L << 63)).signed());
  }

  @Test
  void toleratesUnknownSignedFieldsAndRefusesMissingOnes() {
    Map<Bytes, CborValue> nested = new HashMap<>();
    nested.put(Bytes.utf8("a"), new CborValue.Array(List.of(new CborValue.Null())));
    valid(forge().put("_meta", new CborValue.Dictionary(nested)).signed());
    assertThat(valid(forge().without("TTL").signed()).ttl()).isEqualTo(Duration.ZERO);
    assertThat(reason(forge().without("Value").signed())).isEqualTo(Rejection.INCOMPLETE);
    assertThat(reason(forge().without("Sequence").signed())).isEqualTo(Rejection.INCOMPLETE);
    assertThat(reason(forge().without("ValidityType").signed())).isEqualTo(Rejection.VALIDITY_TYPE);
    assertThat(reason(forge().without("Validity").signed()))
        .isEqualTo(Rejection.VALIDITY_MALFORMED);
    assertThat(reason(forge().put("ValidityType", new CborValue.Int(1)).signed()))
        .isEqualTo(Rejection.VALIDITY_TYPE);
    assertThat(reason(forge().put("Value", new CborValue.Text(Bytes.utf8("/ipfs/x"))).signed()))
        .isEqualTo(Rejection.INCOMPLETE);
    assertThat(reason(forge().put("TTL", new CborValue.Int(-1)).signed()))
        .isEqualTo(Rejection.NEGATIVE_TTL);
  }

  @Test
  void expiresAfterItsEolAndNotAtIt() {
    Bytes record = forge().signed();
    assertThat(IpnsRecords.validate(key().peerId(), record, EOL).isValid()).isTrue();
    Verdict late = IpnsRecords.validate(key().peerId(), record, EOL.plusNanos(1));
    assertThat(late)
        .isInstanceOfSatisfying(
            Verdict.Expired.class, e -> assertThat(e.record().sequence()).isEqualTo(7));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2030-01-01T00:00:00Z",
        "2030-01-01T00:00:00.000000Z",
        "2030-01-01T00:00:00.000000000999Z",
        "2030-01-01T00:00:00,0Z",
        "2030-01-01T02:30:00+02:30",
        "2029-12-31T23:00:00-01:00",
        "2030-01-01T0:00:00Z"
      })
  void readsTheTimesThatGoReads(String text) {
    assertThat(Rfc3339.parse(Bytes.utf8(text))).contains(EOL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2030-01-01",
        "2030-01-01 00:00:00Z",
        "2030-01-01t00:00:00Z",
        "2030-01-01T00:00:00z",
        "2030-01-01T00:00:00",
        "2030-01-01T24:00:00Z",
        "2030-01-01T00:60:00Z",
        "2030-01-01T00:00:60Z",
        "2030-02-30T00:00:00Z",
        "2030-13-01T00:00:00Z",
        "2030-01-01T00:00:00.Z",
        "2030-01-01T00:00:00+25:00",
        "2030-01-01T00:00:00Z ",
        "12030-01-01T00:00:00Z"
      })
  void refusesTimesThatGoRefuses(String text) {
    assertThat(Rfc3339.parse(Bytes.utf8(text))).isEmpty();
  }

  @Test
  void readsTimesAsLongAsTheLimitAndNotADigitLonger() {
    String time = "2030-01-01T00:00:00.";
    String longest = time + "0".repeat(Rfc3339.MAX_CHARACTERS - time.length() - 1) + "Z";
    assertThat(Rfc3339.parse(Bytes.utf8(longest))).contains(EOL);
    assertThat(Rfc3339.parse(Bytes.utf8(longest.replace(".", ".0")))).isEmpty();
  }

  @Test
  void printsTimesAsGoDoes() {
    assertThat(Rfc3339.format(EOL)).isEqualTo("2030-01-01T00:00:00Z");
    assertThat(Rfc3339.format(EOL.plusNanos(1))).isEqualTo("2030-01-01T00:00:00.000000001Z");
    assertThat(Rfc3339.format(EOL.plusNanos(120_000_000))).isEqualTo("2030-01-01T00:00:00.12Z");
    assertThat(Rfc3339.format(Rfc3339.MIN)).isEqualTo("0000-01-01T00:00:00Z");
    assertThat(Rfc3339.parse(Bytes.utf8(Rfc3339.format(Rfc3339.MAX)))).contains(Rfc3339.MAX);
  }

  @Test
  void selectsByUnsignedSequenceThenEolThenBytes() {
    Bytes low = forge().put("Sequence", new CborValue.Int(1)).signed();
    Bytes high = forge().put("Sequence", new CborValue.Int(2)).signed();
    Bytes highLater =
        forge()
            .put("Sequence", new CborValue.Int(2))
            .put("Validity", new CborValue.ByteString(Bytes.utf8("2030-01-01T00:00:00.1Z")))
            .signed();
    Bytes highest = forge().put("Sequence", new CborValue.Int(-1)).signed();
    Bytes highestOther =
        forge().put("Sequence", new CborValue.Int(-1)).put("_x", filler(1)).signed();
    Bytes last = highest.compareTo(highestOther) > 0 ? highest : highestOther;
    Bytes first = last == highest ? highestOther : highest;
    List<Bytes> ascending = List.of(low, high, highLater, first, last);
    for (int i = 0; i < ascending.size(); i++) {
      for (int j = 0; j < ascending.size(); j++) {
        List<Bytes> pair = List.of(ascending.get(i), ascending.get(j));
        assertThat(pair.get(IpnsRecords.select(pair).orElseThrow()))
            .isEqualTo(ascending.get(Math.max(i, j)));
        assertThat(Integer.signum(valid(pair.get(0)).compareTo(valid(pair.get(1)))))
            .isEqualTo(Integer.compare(i, j));
      }
    }
    List<Bytes> all = new ArrayList<>(ascending.reversed());
    assertThat(IpnsRecords.select(all)).hasValue(0);
    all.add(Bytes.hex("ff"));
    assertThat(IpnsRecords.select(all)).isEmpty();
    assertThat(IpnsRecords.select(List.of())).isEmpty();
    Bytes unsigned =
        forge().put("Sequence", new CborValue.Int(9)).signed(m -> m.clearSignatureV2());
    assertThat(IpnsRecords.select(List.of(unsigned, low))).hasValue(1);
  }

  @Test
  void readsEmptyAndBinaryValues() {
    assertThat(valueOf(Bytes.empty())).isEqualTo("/ipfs/bafkqaaa");
    Cid cid = Cid.v1(Cid.RAW, Multihash.sha256(VALUE));
    assertThat(valueOf(cid.encode())).isEqualTo("/ipfs/" + cid);
    assertThat(valueOf(Bytes.utf8("/ipns/" + key().peerId().toName())))
        .isEqualTo("/ipns/" + key().peerId().toName());
    IpnsRecord odd =
        valid(forge().put("Value", new CborValue.ByteString(Bytes.hex("00ff"))).signed());
    assertThat(odd.valueText()).isEmpty();
    assertThat(odd.summary().content()).isEmpty();
    assertThat(odd.summary().valueSha256()).isEqualTo(Multihash.sha256(Bytes.hex("00ff")).digest());
  }

  private static String valueOf(Bytes value) {
    return valid(forge().put("Value", new CborValue.ByteString(value)).signed())
        .valueText()
        .orElseThrow();
  }

  @Test
  void changesItsVerdictWithEveryBitOfSignedDataAndSignature() {
    RecordContent content = new RecordContent(VALUE, 5, EOL, Duration.ofMinutes(5));
    Bytes record = IpnsRecords.create(key(), content, Compatibility.V2_ONLY).bytes();
    for (int bit = 0; bit < record.length() * 8; bit++) {
      byte[] changed = record.toArray();
      changed[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(judge(Bytes.wrap(changed)).isValid()).as("bit %d", bit).isFalse();
    }
  }

  @Test
  void isExactAboutWhoseRecordItIs() {
    PeerId stranger = key(KeyType.SECP256K1).peerId();
    assertThat(IpnsRecords.validate(stranger, forge().signed(), NOW).isValid()).isFalse();
  }
}
