package org.trustnet.libp2p.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.WireException.Code;
import org.trustnet.libp2p.noise.NoiseHandshake.Role;
import org.trustnet.libp2p.noise.NoiseHandshake.Step;
import org.trustnet.multiformats.Bytes;

class NoiseHandshakeTest {
  private NoiseHandshake alice = Ends.alice(Optional.empty());
  private NoiseHandshake bob = Ends.bob(Optional.empty());

  @Test
  void firstMessageIsNothingButTheEphemeralKey() {
    assertThat(alice.start()).isEqualTo(Ends.keyPair(4).publicKey());
  }

  @Test
  void refusesEveryChangeOfAByteInTheSecondMessage() {
    Bytes second = reply(bob, alice.start());
    for (int i = 0; i < second.length(); i++) {
      byte[] changed = second.toArray();
      changed[i] ^= 1;
      NoiseHandshake victim = Ends.alice(Optional.empty());
      victim.start();
      assertThat(failure(victim, Bytes.wrap(changed))).isEqualTo(Code.BAD_SIGNATURE);
    }
  }

  @Test
  void refusesEveryChangeOfAByteInTheThirdMessage() {
    Bytes first = alice.start();
    Bytes third = done(alice, reply(bob, first)).last().orElseThrow();
    for (int i = 0; i < third.length(); i++) {
      byte[] changed = third.toArray();
      changed[i] ^= 1;
      NoiseHandshake victim = Ends.bob(Optional.empty());
      reply(victim, first);
      assertThat(failure(victim, Bytes.wrap(changed))).isEqualTo(Code.BAD_SIGNATURE);
    }
  }

  @Test
  void aChangedFirstMessageShowsInTheSecond() {
    Bytes first = alice.start();
    for (int i = 0; i < first.length(); i++) {
      byte[] changed = first.toArray();
      changed[i] ^= 1;
      Bytes second = reply(Ends.bob(Optional.empty()), Bytes.wrap(changed));
      NoiseHandshake victim = Ends.alice(Optional.empty());
      victim.start();
      assertThat(failure(victim, second)).isEqualTo(Code.BAD_SIGNATURE);
    }
  }

  @Test
  void refusesMessagesCutShort() {
    Bytes first = alice.start();
    Bytes second = reply(bob, first);
    for (int length = 0; length < second.length(); length++) {
      NoiseHandshake victim = Ends.alice(Optional.empty());
      victim.start();
      assertThat(failure(victim, second.slice(0, length))).isIn(Code.MALFORMED, Code.BAD_SIGNATURE);
    }
    for (int length = 0; length < first.length(); length++) {
      assertThat(failure(Ends.bob(Optional.empty()), first.slice(0, length)))
          .isEqualTo(Code.MALFORMED);
    }
  }

  @Test
  void refusesATooLongMessage() {
    assertThat(failure(bob, Bytes.wrap(new byte[NoiseHandshake.MAX_MESSAGE + 1])))
        .isEqualTo(Code.TOO_LARGE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"
      })
  void refusesAnEphemeralKeyOfSmallOrder(String key) {
    assertThat(failure(bob, Bytes.hex(key))).isEqualTo(Code.MALFORMED);
  }

  @Test
  void ignoresAPayloadInTheFirstMessage() {
    Bytes first = Bytes.concat(alice.start(), Bytes.utf8("early"));
    assertThat(bob.onMessage(first)).isInstanceOf(Step.Reply.class);
  }

  @Test
  void refusesAReplayedThirdMessage() {
    Bytes first = alice.start();
    Bytes third = done(alice, reply(bob, first)).last().orElseThrow();
    NoiseHandshake other =
        new NoiseHandshake(
            Role.RESPONDER,
            NoiseIdentity.of(Ends.BOB, Ends.keyPair(5), Ends.MUXERS),
            Ends.keyPair(99),
            Optional.empty());
    reply(other, first);
    assertThat(failure(other, third)).isEqualTo(Code.BAD_SIGNATURE);
  }

  @Test
  void refusesASignatureOverAnotherStaticKey() {
    XxPattern mallory = new XxPattern(Bytes.empty(), Ends.keyPair(7), Ends.keyPair(8));
    mallory.readFirst(alice.start());
    Bytes stolen = NoiseIdentity.of(Ends.BOB, Ends.keyPair(5), Ends.MUXERS).payload();
    assertThat(failure(alice, mallory.writeSecond(stolen))).isEqualTo(Code.BAD_SIGNATURE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ff", "0a00", "0a03080112", "0a040801122001"})
  void refusesAPayloadWithoutAnIdentity(String payload) {
    XxPattern mallory = new XxPattern(Bytes.empty(), Ends.keyPair(7), Ends.keyPair(8));
    mallory.readFirst(alice.start());
    assertThat(failure(alice, mallory.writeSecond(Bytes.hex(payload)))).isEqualTo(Code.MALFORMED);
  }

  @Test
  void picksTheFirstOfTheInitiatorsMuxersThatBothHave() {
    assertThat(muxer(List.of("/a", "/b", "/c"), List.of("/c", "/b"))).contains("/b");
  }

  @Test
  void leavesTheMuxerOpenWhenThereIsNoOverlapOrNoList() {
    assertThat(muxer(List.of("/a"), List.of("/b"))).isEmpty();
    assertThat(muxer(List.of("/a"), List.of())).isEmpty();
    assertThat(muxer(List.of(), List.of("/a"))).isEmpty();
  }

  @Test
  void readsAListOfMuxersUpToTheLimitAndIgnoresALongerOne() {
    assertThat(payloadWithMuxers(NoiseHandshake.MAX_MUXERS).muxers())
        .hasSize(NoiseHandshake.MAX_MUXERS);
    assertThat(payloadWithMuxers(NoiseHandshake.MAX_MUXERS + 1).muxers()).isEmpty();
  }

  private static NoisePayload payloadWithMuxers(int count) {
    NoiseIdentity identity = NoiseIdentity.of(Ends.ALICE, Ends.keyPair(3), List.of());
    Bytes extensions =
        org.trustnet.multiformats.Bytes.wrap(
            org.trustnet.schemas.noise.NoiseHandshakePayload.newBuilder()
                .setExtensions(
                    org.trustnet.schemas.noise.NoiseExtensions.newBuilder()
                        .addAllStreamMuxers(Collections.nCopies(count, "/m")))
                .build()
                .toByteArray());
    return NoisePayload.verified(
        Bytes.concat(identity.payload(), extensions), Ends.keyPair(3).publicKey());
  }

  private static Optional<String> muxer(List<String> initiators, List<String> responders) {
    NoiseHandshake a =
        new NoiseHandshake(
            Role.INITIATOR,
            NoiseIdentity.of(Ends.ALICE, Ends.keyPair(3), initiators),
            Ends.keyPair(4),
            Optional.empty());
    NoiseHandshake b =
        new NoiseHandshake(
            Role.RESPONDER,
            NoiseIdentity.of(Ends.BOB, Ends.keyPair(5), responders),
            Ends.keyPair(6),
            Optional.empty());
    Step.Done ofA = done(a, reply(b, a.start()));
    Step.Done ofB = done(b, ofA.last().orElseThrow());
    assertThat(ofA.peer().earlyMuxer()).isEqualTo(ofB.peer().earlyMuxer());
    return ofA.peer().earlyMuxer();
  }

  private static Bytes reply(NoiseHandshake side, Bytes message) {
    return ((Step.Reply) side.onMessage(message)).message();
  }

  private static Step.Done done(NoiseHandshake side, Bytes message) {
    return (Step.Done) side.onMessage(message);
  }

  private static Code failure(NoiseHandshake side, Bytes message) {
    return catchThrowableOfType(WireException.class, () -> side.onMessage(message)).code();
  }
}
