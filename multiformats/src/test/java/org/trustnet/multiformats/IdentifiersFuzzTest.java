package org.trustnet.multiformats;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** Whatever comes, it is what it is read as or refused with a reason; it reads back as itself. */
final class IdentifiersFuzzTest {
  @FuzzTest
  void readsVarintsInShortestFormOnly(byte[] input) {
    ByteReader reader = new ByteReader(Bytes.copyOf(input));
    read(reader::uvarint)
        .ifPresent(
            number -> {
              assertThat(number).isNotNegative();
              assertThat(Varint.encode(number))
                  .isEqualTo(Bytes.copyOf(input).slice(0, reader.position()));
              assertThat(Varint.size(number)).isEqualTo(reader.position());
            });
  }

  @FuzzTest
  void readsMultibaseInItsOneSpelling(byte[] input) {
    String text = text(input);
    for (Multibase base : Multibase.values()) {
      Bytes bytes = Bytes.copyOf(input.length > 64 ? java.util.Arrays.copyOf(input, 64) : input);
      assertThat(Multibase.decode(base.encode(bytes))).isEqualTo(bytes);
    }
    read(() -> Multibase.decode(text))
        .ifPresent(
            bytes -> {
              for (Multibase base : Multibase.values()) {
                if (text.charAt(0) == base.prefix() && isExact(base)) {
                  String again = base.encode(bytes);
                  assertThat(again)
                      .isEqualTo(caseless(base) ? text.toLowerCase(Locale.ROOT) : text);
                }
              }
            });
  }

  /** Base 64 has spellings with padding and with stray bits. */
  private static boolean isExact(Multibase base) {
    return base != Multibase.BASE64 && base != Multibase.BASE64URL;
  }

  private static boolean caseless(Multibase base) {
    return base != Multibase.BASE58BTC;
  }

  @FuzzTest
  void readsMultihashesExactly(byte[] input) {
    Bytes bytes = Bytes.copyOf(input);
    read(() -> Multihash.decode(bytes))
        .ifPresent(
            hash -> {
              assertThat(hash.encode()).isEqualTo(bytes);
              assertThat(hash.digest().length()).isLessThanOrEqualTo(Multihash.MAX_DIGEST);
            });
  }

  @FuzzTest
  void readsBinaryCidsExactly(byte[] input) {
    Bytes bytes = Bytes.copyOf(input);
    read(() -> Cid.decode(bytes))
        .ifPresent(
            cid -> {
              assertThat(cid.encode()).isEqualTo(bytes);
              assertThat(Cid.parse(cid.toString())).isEqualTo(cid);
              assertThat(Cid.parse(cid.toString(Multibase.BASE16))).isEqualTo(cid);
              assertThat(Cid.decode(cid.toV1().encode())).isEqualTo(cid.toV1());
            });
  }

  @FuzzTest
  void readsTheTextOfCids(byte[] input) {
    read(() -> Cid.parse(text(input)))
        .ifPresent(
            cid -> {
              assertThat(Cid.parse(cid.toString())).isEqualTo(cid);
              assertThat(Cid.decode(cid.encode())).isEqualTo(cid);
            });
  }

  @FuzzTest
  void readsBinaryPeerIdsExactly(byte[] input) {
    Bytes bytes = Bytes.copyOf(input);
    read(() -> PeerId.decode(bytes))
        .ifPresent(
            peer -> {
              assertThat(peer.encode()).isEqualTo(bytes);
              assertThat(PeerId.parse(peer.toString())).isEqualTo(peer);
              assertThat(PeerId.parse(peer.toName())).isEqualTo(peer);
              read(peer::inlinedKey)
                  .flatMap(key -> key)
                  .ifPresent(key -> assertThat(PublicKey.decode(key.encode())).isEqualTo(key));
            });
  }

  @FuzzTest
  void readsEverySpellingOfAPeerId(byte[] input) {
    read(() -> PeerId.parse(text(input)))
        .ifPresent(
            peer -> {
              assertThat(PeerId.parse(peer.toString())).isEqualTo(peer);
              assertThat(PeerId.decode(peer.encode())).isEqualTo(peer);
            });
  }

  @FuzzTest
  void readsPublicKeyMessages(byte[] input) {
    read(() -> PublicKey.decode(Bytes.copyOf(input)))
        .ifPresent(
            key -> {
              assertThat(PublicKey.decode(key.encode())).isEqualTo(key);
              assertThat(PeerId.decode(key.peerId().encode())).isEqualTo(key.peerId());
            });
  }

  private static String text(byte[] input) {
    return new String(input, StandardCharsets.UTF_8);
  }

  private static <T> Optional<T> read(Supplier<T> reading) {
    try {
      return Optional.of(reading.get());
    } catch (MultiformatException e) {
      assertThat(e).hasMessageMatching("(?s)\\S.*");
      return Optional.empty();
    }
  }
}
