package org.trustnet.multiformats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifiersTest {
  private static final String ED = "12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5SA";

  /** Public keys and peer IDs from libp2p/specs peer-ids.md, "Test vectors" and "Examples". */
  @ParameterizedTest
  @CsvSource({
    "080112201ed1e8fae2c4a144b8be8fd4b47bf3d3b34b871c3cacf6010f0e42d474fce27e,"
        + " 12D3KooWBtg3aaRMjxwedh83aGiUkwSxDwUZkzuJcfaqUmo7R3pq",
    "08021221037777e994e452c21604f91de093ce415f5432f701dd8cd1a7a6fea0e630bfca99,"
        + " 16Uiu2HAmLhLvBoYaoZfaMUKuibM6ac163GwKY74c5kiSLg5KvLpY",
  })
  void inlinesSmallKeysIntoThePeerId(String key, String peer) {
    PublicKey decoded = PublicKey.decode(Bytes.hex(key));

    assertThat(decoded.encode().toHex()).isEqualTo(key);
    assertThat(PeerId.parse(decoded.peerId().toString()).inlinedKey()).contains(decoded);
    assertThat(decoded.peerId().toString()).startsWith(peer.substring(0, 5));
  }

  @Test
  void readsEverySpellingOfAPeerId() {
    PeerId peer = PeerId.parse(ED);

    for (Multibase base : Multibase.values()) {
      assertThat(PeerId.parse(peer.toCid().toString(base))).isEqualTo(peer);
    }
    assertThat(peer.toName()).startsWith("k51");
    assertThat(PeerId.parse(peer.toName())).hasToString(ED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "Qm",
        "12D3",
        "hello",
        "bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi",
        "0x1234",
        "k51",
      })
  void refusesWhatIsNotAPeerIdAndNamesIt(String text) {
    assertThatThrownBy(() -> PeerId.parse(text))
        .isInstanceOf(MultiformatException.class)
        .hasMessageStartingWith("not a peer ID: \"");
  }

  @Test
  void saysOfAPeerIdThatIsNoneWhatSomebodyMayHaveMistyped() {
    assertThatThrownBy(() -> PeerId.parse("12D3KooWbad"))
        .hasMessageContaining("it is cut short or misspelt");
    assertThatThrownBy(() -> PeerId.parse("fra-1"))
        .hasMessage("not a peer ID: \"fra-1\": one begins with 12D3KooW, 16Uiu2, Qm, k51 or bafz");
    assertThatThrownBy(
            () -> PeerId.parse("bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi"))
        .hasMessageEndingWith("the CID names content, not a libp2p key");
  }

  @Test
  void writesTheTypeOfAnRsaKeyAlthoughItIsZero() {
    assertThat(new PublicKey(KeyType.RSA, Bytes.hex("aa")).encode().toHex())
        .isEqualTo("08001201aa");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0801",
        "1201aa",
        "08041201aa",
        "08011202aa",
        "080108011201aa",
        "08011201aa18"
      })
  void refusesAMalformedKeyMessage(String hex) {
    assertThatThrownBy(() -> PublicKey.decode(Bytes.hex(hex)))
        .isInstanceOf(MultiformatException.class);
  }

  /** From the multiformats/cid README, "Human Readable CIDs", and ipfs/specs. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "QmdfTbBqBPQ7VNxZEYEj14VmRuZBkqFbiwReogJgS1zR1n",
        "bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi",
        "bafkqaaa",
      })
  void readsAndWritesCids(String text) {
    Cid cid = Cid.parse(text);

    assertThat(cid).hasToString(text);
    assertThat(Cid.decode(cid.encode())).isEqualTo(cid);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Q", "b", "bafkqaa", "zQmdfTbBqBPQ7VNxZEYEj14VmRuZBkqFbiwReogJgS1zR1n"})
  void refusesWhatIsNotACid(String text) {
    assertThatThrownBy(() -> Cid.parse(text)).isInstanceOf(MultiformatException.class);
  }

  @Test
  void refusesADigestLongerThanTheLimit() {
    Bytes longest = Bytes.wrap(new byte[Multihash.MAX_DIGEST]);

    assertThat(Multihash.decode(Multihash.identity(longest).encode()).digest()).isEqualTo(longest);
    assertThatThrownBy(() -> Multihash.identity(Bytes.wrap(new byte[Multihash.MAX_DIGEST + 1])))
        .isInstanceOf(MultiformatException.class);
  }

  /** From multiformats/multibase tests/basic.csv and leading_zero.csv. */
  @ParameterizedTest
  @CsvSource({
    "yes mani !, f796573206d616e692021",
    "yes mani !, bpfsxgidnmfxgsibb",
    "yes mani !, k2lcpzo5yikidynfl",
    "yes mani !, z7paNL19xttacUY",
    "yes mani !, meWVzIG1hbmkgIQ",
    "yes mani !, ueWVzIG1hbmkgIQ",
    "'\0yes mani !', k02lcpzo5yikidynfl",
    "'\0yes mani !', z17paNL19xttacUY",
  })
  void readsAndWritesEveryBase(String content, String text) {
    Bytes bytes = Bytes.utf8(content);

    assertThat(Multibase.decode(text)).isEqualTo(bytes);
    assertThat(baseOf(text).encode(bytes)).isEqualTo(text);
  }

  private static Multibase baseOf(String text) {
    for (Multibase base : Multibase.values()) {
      if (base.prefix() == text.charAt(0)) {
        return base;
      }
    }
    throw new AssertionError(text);
  }

  @ParameterizedTest
  @EnumSource(
      value = Multibase.class,
      names = {"BASE36", "BASE58BTC"})
  void boundsTheWorkOfPositionalBases(Multibase base) {
    String longest = "2".repeat(Multibase.MAX_POSITIONAL);

    assertThat(base.encodeBare(base.decodeBare(longest))).isEqualTo(longest);
    assertThatThrownBy(() -> base.decodeBare(longest + "2"))
        .isInstanceOf(MultiformatException.class);
  }

  @ParameterizedTest
  @CsvSource({"0, 00", "1, 01", "127, 7f", "128, 8001", "255, ff01", "300, ac02", "16384, 808001"})
  void writesVarintsOfTheSpecification(long number, String hex) {
    assertThat(Varint.encode(number).toHex()).isEqualTo(hex);
    assertThat(new ByteReader(Bytes.hex(hex)).uvarint()).isEqualTo(number);
  }

  @Test
  void readsTheLargestVarintAndRefusesLongerOrPaddedOnes() {
    assertThat(new ByteReader(Varint.encode(Long.MAX_VALUE)).uvarint()).isEqualTo(Long.MAX_VALUE);
    for (String hex : new String[] {"", "80", "8100", "ffffffffffffffffff01"}) {
      assertThatThrownBy(() -> new ByteReader(Bytes.hex(hex)).uvarint())
          .isInstanceOf(MultiformatException.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "127.9.9.9, LOOPBACK",
    "10.0.0.1, PRIVATE",
    "172.31.0.1, PRIVATE",
    "172.32.0.1, PUBLIC",
    "192.168.1.1, PRIVATE",
    "100.64.0.1, CGNAT",
    "169.254.169.254, LINK_LOCAL",
    "224.0.0.1, MULTICAST",
    "0.0.0.0, UNSPECIFIED",
    "8.8.8.8, PUBLIC",
    "::1, LOOPBACK",
    "::, UNSPECIFIED",
    "fe80::1, LINK_LOCAL",
    "fd00::1, ULA",
    "ff02::1, MULTICAST",
    "::ffff:10.0.0.1, IPV4_MAPPED",
    "2a00::1, PUBLIC",
    "2001:db8::1, RESERVED",
    "64:ff9b::1, RESERVED",
    "2002:a00:1::1, PRIVATE",
    "2002:7f00:1::1, LOOPBACK",
    "2002:808:808::1, PUBLIC",
  })
  void knowsWhereAnAddressCanBeReachedFrom(String text, IpAddress.Scope scope) {
    IpAddress ip = text.contains(":") ? IpAddress.parse6(text) : IpAddress.parse4(text);

    assertThat(ip.scope()).isEqualTo(scope);
    assertThat(ip).hasToString(text);
  }

  @Test
  void groupsAddressesByPrefix() {
    assertThat(IpAddress.parse4("203.7.255.9").prefix(12)).hasToString("203.0.0.0");
    assertThat(IpAddress.parse6("2a00:1:2:3::9").prefix(32)).hasToString("2a00:1::");
  }

  @Test
  void escapesWhatCouldDisturbATerminal() {
    assertThat(Printable.quote("a\u001b[31m\u202eb\u200bé"))
        .isEqualTo("\"a\\u001b[31m\\u202eb\\u200bé\"");
  }
}
