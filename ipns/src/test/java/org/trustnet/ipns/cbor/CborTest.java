package org.trustnet.ipns.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trustnet.multiformats.Bytes;

final class CborTest {
  /** RFC 8949, appendix A. */
  @ParameterizedTest
  @CsvSource({
    "00, 0",
    "17, 23",
    "1818, 24",
    "18ff, 255",
    "190100, 256",
    "19ffff, 65535",
    "1a00010000, 65536",
    "1affffffff, 4294967295",
    "1b0000000100000000, 4294967296",
    "1b7fffffffffffffff, 9223372036854775807",
    "20, -1",
    "37, -24",
    "3818, -25",
    "3903e7, -1000",
    "3b7fffffffffffffff, -9223372036854775808"
  })
  void readsAndWritesNumbersInShortestForm(String hex, long number) throws Exception {
    assertThat(CborDecoder.decode(Bytes.hex(hex))).isEqualTo(new CborValue.Int(number));
    assertThat(CborEncoder.encode(new CborValue.Int(number)).toHex()).isEqualTo(hex);
  }

  @Test
  void readsEveryKindOfValue() throws Exception {
    CborValue value =
        new CborValue.Dictionary(
            Map.of(
                Bytes.utf8("bb"), new CborValue.Array(List.of(new CborValue.Bool(true))),
                Bytes.utf8("a"), new CborValue.ByteString(Bytes.hex("ff")),
                Bytes.utf8("c"), new CborValue.Null(),
                Bytes.utf8("dd"), new CborValue.Floating(1.5),
                Bytes.utf8("e"), new CborValue.BigUnsigned(-1)));
    Bytes bytes = CborEncoder.encode(value);
    assertThat(bytes.toHex())
        .isEqualTo(
            "a5"
                + "614141ff".replace("6141", "6161")
                + "6163f6"
                + "61651bffffffffffffffff"
                + "626262"
                + "81f5"
                + "626464"
                + "fb3ff8000000000000");
    assertThat(CborDecoder.decode(bytes)).isEqualTo(value);
    assertThat(CborDecoder.decode(Bytes.hex("f93e00"))).isEqualTo(new CborValue.Floating(1.5));
    assertThat(CborDecoder.decode(Bytes.hex("fa3fc00000"))).isEqualTo(new CborValue.Floating(1.5));
    assertThat(CborDecoder.decode(Bytes.hex("f7"))).isEqualTo(new CborValue.Null());
  }

  @Test
  void readsLinksAndDropsOneOtherTag() throws Exception {
    assertThat(CborDecoder.decode(Bytes.hex("d82a4500" + "01550000")))
        .isInstanceOf(CborValue.Link.class);
    assertThat(CborDecoder.decode(Bytes.hex("c101"))).isEqualTo(new CborValue.Int(1));
    assertThat(CborDecoder.decode(Bytes.hex("a1c1616101")))
        .isEqualTo(new CborValue.Dictionary(Map.of(Bytes.utf8("a"), new CborValue.Int(1))));
  }

  @Test
  void readsTheLargestNegativeArgumentAsKuboDoes() throws Exception {
    assertThat(CborDecoder.decode(Bytes.hex("3bffffffffffffffff"))).isEqualTo(new CborValue.Int(0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "18",
        "1817",
        "1900ff",
        "1a0000ffff",
        "1b00000000ffffffff",
        "1c",
        "1f",
        "3b8000000000000000",
        "5f4101ff",
        "7f6161ff",
        "9f01ff",
        "bf616101ff",
        "5801",
        "41",
        "8101ff",
        "81",
        "a16161",
        "a10101",
        "a2616101616102",
        "a1414101",
        "0000",
        "c14101",
        "c1c101",
        "d82a4101",
        "d82a40",
        "f97e00",
        "f97c00",
        "fa7f800000",
        "fb7ff8000000000000",
        "f800",
        "ff",
        "fc",
        "e0",
        "5bffffffffffffffff",
        "9bffffffffffffffff",
        "9b7fffffffffffffff",
        "bb7fffffffffffffff"
      })
  void refusesWhatIsNotDagCbor(String hex) {
    assertThatThrownBy(() -> CborDecoder.decode(Bytes.hex(hex)))
        .isInstanceOf(MalformedCborException.class);
  }

  @Test
  void nestsToTheLimitAndNotOneDeeper() throws Exception {
    String arrays = "81".repeat(CborDecoder.MAX_DEPTH);
    assertThat(CborDecoder.decode(Bytes.hex(arrays + "00"))).isInstanceOf(CborValue.Array.class);
    assertThatThrownBy(() -> CborDecoder.decode(Bytes.hex("81" + arrays + "00")))
        .isInstanceOf(MalformedCborException.class);
  }

  @Test
  void wantsAMapWhereOneIsAskedFor() {
    assertThatThrownBy(() -> CborDecoder.decodeMap(Bytes.hex("80")))
        .isInstanceOf(MalformedCborException.class);
  }
}
