package org.trustnet.ipns.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.trustnet.ipns.Vectors;
import org.trustnet.multiformats.Bytes;

/** What Kubo 0.43.0's {@code ipfs name inspect} says of the same files. */
class RecordInspectionTest {
  private static final String FOLDER = "gateway-conformance/k51qzi5uqu5d";

  private static RecordInspection read(String file) {
    return switch (RecordInspection.of(Vectors.bytes(FOLDER + file))) {
      case RecordInspection.Outcome.Read(RecordInspection inspection) -> inspection;
      case RecordInspection.Outcome.Unreadable(String why) -> throw new AssertionError(why);
    };
  }

  @Test
  void saysWhatARecordSays() {
    assertThat(read("it2ku9mutlfgwyz8u730on38kd10m97m36bjt66my99hb6103f_v2.ipns-record"))
        .isEqualTo(
            new RecordInspection(
                Optional.of("/ipfs/bafkqadtwgiww63tmpeqhezldn5zgi"),
                OptionalLong.of(0),
                Optional.of(Instant.parse("2123-08-14T12:17:03.694052Z")),
                OptionalLong.of(0),
                OptionalLong.of(1_800_000_000_000L),
                "V2"));
  }

  @Test
  void showsWhatIsSignedWhateverTheSignature() {
    RecordInspection broken =
        read(
            "iamp7qnnvs1p1gzmku3eijkeijs3418j23j077zrkok63xdm8c_v1-v2-broken-signature-v2"
                + ".ipns-record");

    assertThat(broken.signatures()).isEqualTo("V1+V2");
    assertThat(broken.value())
        .contains("/ipfs/bafkqahtwgevxmmrao5uxi2bamjzg623fnyqhg2lhnzqxi5lsmuqhmmq");
  }

  @Test
  void saysWhyItCannotBeRead() {
    assertThat(RecordInspection.of(Bytes.utf8("junk")))
        .isInstanceOf(RecordInspection.Outcome.Unreadable.class);
    assertThat(RecordInspection.of(Bytes.empty()))
        .isInstanceOf(RecordInspection.Outcome.Unreadable.class);
  }
}
