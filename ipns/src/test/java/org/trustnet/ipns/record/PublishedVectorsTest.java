package org.trustnet.ipns.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trustnet.ipns.Vectors;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.KeyType;
import org.trustnet.multiformats.PeerId;

/** Records that others made: the vectors of ipns-record.md, and Kubo's own. */
final class PublishedVectorsTest {
  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

  private static PeerId name(String file) {
    return PeerId.parse(file.substring(0, file.indexOf('_')));
  }

  private static Verdict judge(String file) {
    return IpnsRecords.validate(
        name(file), Vectors.bytes("gateway-conformance/" + file + ".ipns-record"), NOW);
  }

  @ParameterizedTest
  @CsvSource({
    "k51qzi5uqu5dlkw8pxuw9qmqayfdeh4kfebhmreauqdc6a7c3y7d5i9fi8mk9w_v1-v2,"
        + "/ipfs/bafkqaddwgevxmmraojswg33smq",
    "k51qzi5uqu5dilgf7gorsh9vcqqq4myo6jd4zmqkuy9pxyxi5fua3uf7axph4y_v1-v2-broken-signature-v1,"
        + "/ipfs/bafkqahtwgevxmmrao5uxi2bamjzg623fnyqhg2lhnzqxi5lsmuqhmmi",
    "k51qzi5uqu5dit2ku9mutlfgwyz8u730on38kd10m97m36bjt66my99hb6103f_v2,"
        + "/ipfs/bafkqadtwgiww63tmpeqhezldn5zgi"
  })
  void acceptsThePublishedVectorsThatAreValid(String file, String value) {
    assertThat(judge(file)).isInstanceOf(Verdict.Valid.class);
    IpnsRecord record = ((Verdict.Valid) judge(file)).record();
    assertThat(record.valueText()).contains(value);
    assertThat(record.name()).isEqualTo(name(file));
    assertThat(record.summary().content()).map(Object::toString).contains(value);
  }

  @ParameterizedTest
  @CsvSource({
    "k51qzi5uqu5dm4tm0wt8srkg9h9suud4wuiwjimndrkydqm81cqtlb5ak6p7ku_v1, DATA_MISSING",
    "k51qzi5uqu5dlmit2tuwdvnx4sbnyqgmvbxftl0eo3f33wwtb9gr7yozae9kpw_v1-v2-broken-v1-value,"
        + "FIELD_MISMATCH",
    "k51qzi5uqu5diamp7qnnvs1p1gzmku3eijkeijs3418j23j077zrkok63xdm8c_v1-v2-broken-signature-v2,"
        + "BAD_SIGNATURE"
  })
  void refusesThePublishedVectorsThatAreNot(String file, Rejection reason) {
    assertThat(judge(file))
        .isInstanceOfSatisfying(
            Verdict.Rejected.class, r -> assertThat(r.reason()).isEqualTo(reason));
  }

  private static PrivateKey key(KeyType type) {
    return PrivateKey.decode(Vectors.bytes("kubo/" + file(type) + ".key"));
  }

  private static String file(KeyType type) {
    return type.name().toLowerCase(java.util.Locale.ROOT);
  }

  @ParameterizedTest
  @CsvSource({
    "ED25519,   2126-10-28T06:18:07.590952528Z",
    "RSA,       2126-10-28T06:18:07.694238827Z",
    "SECP256K1, 2126-10-28T06:18:07.794015333Z"
  })
  void writesTheRecordThatKuboWrites(KeyType type, Instant eol) {
    PrivateKey key = key(type);
    Bytes theirs = Vectors.bytes("kubo/" + file(type) + ".ipns-record");
    RecordContent content =
        new RecordContent(
            Bytes.utf8("/ipfs/bafkqaddwgevxmmraojswg33smq"), 0, eol, Duration.ofHours(1));
    IpnsRecord ours = IpnsRecords.create(key, content, Compatibility.V1_AND_V2);
    assertThat(IpnsRecords.validate(key.peerId(), theirs, NOW))
        .isEqualTo(
            new Verdict.Valid(
                new IpnsRecord(
                    key.peerId(), content.value(), 0, eol, Duration.ofHours(1), theirs)));
    assertThat(IpnsRecords.validate(key.peerId(), ours.bytes(), NOW).isValid()).isTrue();
    if (type != KeyType.SECP256K1) {
      // A secp256k1 signature has a random part.
      assertThat(ours.bytes()).isEqualTo(theirs);
    }
  }

  @Test
  void readsTheHighestSequenceAsKuboWritesIt() {
    PeerId name = PeerId.parse("k51qzi5uqu5djai6cpc1526xzhzzxqgwzv2xg1qy61ghqmf3jakwgag7eg827n");
    Verdict verdict =
        IpnsRecords.validate(name, Vectors.bytes("kubo/sequence-max.ipns-record"), NOW);
    assertThat(verdict).isInstanceOf(Verdict.Valid.class);
    assertThat(((Verdict.Valid) verdict).record().sequence()).isEqualTo(-1);
    assertThat(((Verdict.Valid) verdict).record().ttl()).isEqualTo(Duration.ofMinutes(5));
  }
}
