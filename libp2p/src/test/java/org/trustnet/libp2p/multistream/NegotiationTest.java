package org.trustnet.libp2p.multistream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.trustnet.libp2p.WireException.Code;
import org.trustnet.multiformats.Bytes;

class NegotiationTest {
  /** As go-multistream writes it: 0x13, the text and a line feed. */
  private static final String HEADER = "\u0013/multistream/1.0.0\n";

  private static final String PING = "\u0011/ipfs/ping/1.0.0\n";
  private static final String ID = "\u000f/ipfs/id/1.0.0\n";
  private static final String NA = "\u0003na\n";

  private final RecordedEffects out = new RecordedEffects();

  @Test
  void initiatorSendsHeaderAndProposalInOnePiece() {
    new NegotiationInitiator(List.of("/ipfs/ping/1.0.0"), out).start();
    assertThat(out.written).containsExactly(Bytes.utf8(HEADER + PING));
  }

  @Test
  void initiatorTakesTheEchoAndLeavesTheDataBehindIt() {
    NegotiationInitiator initiator = initiator("/ipfs/ping/1.0.0");
    ByteBuf in = bytes(HEADER + PING + "data");
    assertThat(initiator.feed(in)).isTrue();
    assertThat(out.ends).containsExactly("/ipfs/ping/1.0.0");
    assertThat(in.toString(StandardCharsets.UTF_8)).isEqualTo("data");
  }

  @Test
  void initiatorProposesTheNextAfterNa() {
    NegotiationInitiator initiator = initiator("/a", "/ipfs/id/1.0.0");
    assertThat(initiator.feed(bytes(HEADER + NA))).isFalse();
    assertThat(out.written).hasSize(2).last().isEqualTo(Bytes.utf8(ID));
    assertThat(initiator.feed(bytes(ID))).isTrue();
    assertThat(out.ends).containsExactly("/ipfs/id/1.0.0");
  }

  @Test
  void initiatorFailsWhenNothingIsLeftToPropose() {
    assertThat(initiator("/a").feed(bytes(HEADER + NA))).isTrue();
    assertThat(out.failure).isEqualTo(Code.UNSUPPORTED);
  }

  @Test
  void initiatorRefusesAnAnswerItDidNotAskFor() {
    initiator("/a").feed(bytes(HEADER + PING));
    assertThat(out.failure).isEqualTo(Code.UNEXPECTED);
  }

  @Test
  void initiatorRefusesAnotherHeader() {
    initiator("/a").feed(bytes("\u0013/multistream/2.0.0\n"));
    assertThat(out.failure).isEqualTo(Code.UNSUPPORTED);
  }

  @Test
  void initiatorProposesAtMostItsLimit() {
    List<String> most = Collections.nCopies(NegotiationInitiator.MAX_PROPOSALS, "/a");
    new NegotiationInitiator(most, out).start();
    assertThatThrownBy(
            () ->
                new NegotiationInitiator(
                    Collections.nCopies(NegotiationInitiator.MAX_PROPOSALS + 1, "/a"), out))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new NegotiationInitiator(List.of(), out))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void responderAnswersAPipelinedProposal() {
    ByteBuf in = bytes(HEADER + PING + "data");
    assertThat(responder("/ipfs/ping/1.0.0").feed(in)).isTrue();
    assertThat(out.allWritten()).isEqualTo(Bytes.utf8(HEADER + PING));
    assertThat(out.ends).containsExactly("/ipfs/ping/1.0.0");
    assertThat(in.toString(StandardCharsets.UTF_8)).isEqualTo("data");
  }

  @Test
  void responderSpeaksOnlyAfterTheHeader() {
    NegotiationResponder responder = responder("/ipfs/ping/1.0.0");
    assertThat(out.written).isEmpty();
    responder.feed(bytes(HEADER));
    assertThat(out.allWritten()).isEqualTo(Bytes.utf8(HEADER));
  }

  @Test
  void responderRefusesWithNaAndReadsOn() {
    NegotiationResponder responder = responder("/ipfs/ping/1.0.0");
    assertThat(responder.feed(bytes(HEADER + ID + "\u0003ls\n"))).isFalse();
    assertThat(out.allWritten()).isEqualTo(Bytes.utf8(HEADER + NA + NA));
    assertThat(responder.feed(bytes(PING))).isTrue();
    assertThat(out.ends).containsExactly("/ipfs/ping/1.0.0");
  }

  @Test
  void responderFailsQuietlyOnDataAfterARefusal() {
    NegotiationResponder responder = responder("/ipfs/ping/1.0.0");
    responder.feed(bytes(HEADER + ID));
    assertThat(responder.feed(Unpooled.wrappedBuffer(new byte[] {-1, -1, -1, 0}))).isTrue();
    assertThat(out.failure).isEqualTo(Code.UNSUPPORTED);
  }

  @Test
  void responderAnswersProposalsUpToItsLimit() {
    NegotiationResponder responder = responder("/ipfs/ping/1.0.0");
    responder.feed(bytes(HEADER));
    for (int i = 0; i < NegotiationResponder.MAX_PROPOSALS; i++) {
      assertThat(responder.feed(bytes(ID))).isFalse();
    }
    assertThat(responder.feed(bytes(ID))).isTrue();
    assertThat(out.failure).isEqualTo(Code.OVER_BUDGET);
    assertThat(out.written).hasSize(1 + NegotiationResponder.MAX_PROPOSALS);
  }

  @Test
  void aThousandProposalsEndWithOneFailure() {
    responder("/x").feed(bytes(HEADER + ID.repeat(1_000)));
    assertThat(out.ends).containsExactly("failed");
    assertThat(out.failure).isEqualTo(Code.OVER_BUDGET);
  }

  @Test
  void resultDoesNotDependOnWhereTheBytesAreCut() {
    byte[] all = (HEADER + ID + PING + "data").getBytes(StandardCharsets.UTF_8);
    for (int cut = 0; cut <= all.length; cut++) {
      RecordedEffects effects = new RecordedEffects();
      NegotiationResponder responder =
          new NegotiationResponder("/ipfs/ping/1.0.0"::equals, effects);
      ByteBuf first = Unpooled.wrappedBuffer(all, 0, cut);
      ByteBuf second = Unpooled.wrappedBuffer(all, cut, all.length - cut);
      if (!responder.feed(first)) {
        assertThat(first.isReadable()).isFalse();
        responder.feed(second);
      }
      assertThat(effects.allWritten()).isEqualTo(Bytes.utf8(HEADER + NA + PING));
      assertThat(effects.ends).containsExactly("/ipfs/ping/1.0.0");
      assertThat(Unpooled.wrappedBuffer(first, second).toString(StandardCharsets.UTF_8))
          .isEqualTo("data");
    }
  }

  @Test
  void worksOnSingleBytes() {
    NegotiationInitiator initiator = initiator("/x", "/ipfs/ping/1.0.0");
    for (byte b : (HEADER + NA + PING).getBytes(StandardCharsets.UTF_8)) {
      initiator.feed(Unpooled.wrappedBuffer(new byte[] {b}));
    }
    assertThat(out.ends).containsExactly("/ipfs/ping/1.0.0");
  }

  @Test
  void readsAMessageOfTheLongestLength() {
    String longest = "/" + "x".repeat(MessageReader.MAX_BYTES - 2);
    Bytes message = Message.encode(longest);
    ByteBuf in = Unpooled.wrappedBuffer(Bytes.concat(Message.HEADER, message).toArray());
    responder(longest).feed(in);
    assertThat(out.ends).containsExactly(longest);
    assertThatThrownBy(() -> Message.encode(longest + "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesAMessageOneByteTooLong() {
    byte[] length = {(byte) (0x80 | (MessageReader.MAX_BYTES + 1) & 0x7f), 0x08};
    responder("/x").feed(Unpooled.wrappedBuffer(length));
    assertThat(out.failure).isEqualTo(Code.TOO_LARGE);
  }

  @Test
  void refusesAHugeLengthBeforeItsEnd() {
    responder("/x").feed(Unpooled.wrappedBuffer(new byte[] {-1, -1}));
    assertThat(out.failure).isEqualTo(Code.TOO_LARGE);
  }

  @Test
  void refusesAnEmptyMessageAndAnOverlongLength() {
    responder("/x").feed(Unpooled.wrappedBuffer(new byte[] {0}));
    assertThat(out.failure).isEqualTo(Code.MALFORMED);
    responder("/x").feed(Unpooled.wrappedBuffer(new byte[] {(byte) 0x93, 0}));
    assertThat(out.ends).containsExactly("failed", "failed");
    assertThat(out.failure).isEqualTo(Code.MALFORMED);
  }

  @Test
  void refusesAMessageWithoutALineFeed() {
    responder("/x").feed(bytes("\u0013/multistream/1.0.0x"));
    assertThat(out.failure).isEqualTo(Code.MALFORMED);
  }

  @Test
  void refusesAnotherProtocolsFirstBytes() {
    responder("/x").feed(bytes("GET / HTTP/1.1\r\nHost: x\r\n" + "x".repeat(80)));
    assertThat(out.failure).isEqualTo(Code.MALFORMED);
  }

  @Test
  void failsWhenThePeerEndsTooEarly() {
    NegotiationResponder responder = responder("/x");
    responder.feed(bytes(HEADER));
    responder.ended();
    assertThat(out.failure).isEqualTo(Code.CUT_OFF);
    initiator("/x").ended();
    assertThat(out.ends).containsExactly("failed", "failed");
  }

  @Test
  void anEndAfterAgreementIsNoFailure() {
    NegotiationResponder responder = responder("/ipfs/ping/1.0.0");
    responder.feed(bytes(HEADER + PING));
    responder.ended();
    assertThat(out.ends).containsExactly("/ipfs/ping/1.0.0");
  }

  private NegotiationInitiator initiator(String... proposals) {
    NegotiationInitiator initiator = new NegotiationInitiator(List.of(proposals), out);
    initiator.start();
    return initiator;
  }

  private NegotiationResponder responder(String... supported) {
    NegotiationResponder responder = new NegotiationResponder(Set.of(supported)::contains, out);
    responder.start();
    return responder;
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
  }
}
