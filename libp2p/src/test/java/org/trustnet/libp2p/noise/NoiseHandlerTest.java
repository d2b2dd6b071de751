package org.trustnet.libp2p.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.WireException.Code;
import org.trustnet.libp2p.noise.Ends.End;
import org.trustnet.libp2p.secure.SecuredEnd;
import org.trustnet.libp2p.secure.SecuredPeer;
import org.trustnet.multiformats.Bytes;

class NoiseHandlerTest {
  private final Deque<End> ends = new ArrayDeque<>();
  private final End alice = open(Ends.alice(Optional.of(Ends.BOB.peerId())));
  private final End bob = open(Ends.bob(Optional.empty()));

  @AfterEach
  void releaseBuffers() {
    ends.forEach(End::close);
  }

  @Test
  void provesEachSideToTheOther() {
    SecuredEnd.pump(alice, bob);
    assertThat(alice.secured)
        .containsExactly(
            new SecuredPeer(
                Ends.BOB.peerId(),
                Ends.BOB.publicKey(),
                Optional.of("/yamux/1.0.0"),
                NoiseHandshake.PROTOCOL));
    assertThat(bob.secured)
        .containsExactly(
            new SecuredPeer(
                Ends.ALICE.peerId(),
                Ends.ALICE.publicKey(),
                Optional.of("/yamux/1.0.0"),
                NoiseHandshake.PROTOCOL));
  }

  @Test
  void carriesDataBothWays() {
    SecuredEnd.pump(alice, bob);
    alice.send(Bytes.utf8("from alice"));
    bob.send(Bytes.utf8("from bob"));
    alice.channel.flush();
    bob.channel.flush();
    SecuredEnd.pump(alice, bob);
    assertThat(bob.received()).isEqualTo(Bytes.utf8("from alice"));
    assertThat(alice.received()).isEqualTo(Bytes.utf8("from bob"));
  }

  @Test
  void takesDataBehindTheThirdMessageInOneSegment() {
    bob.receive(alice.sent());
    alice.receive(bob.sent());
    alice.send(Bytes.utf8("early"));
    alice.channel.flush();
    bob.receive(alice.sent());
    assertThat(bob.secured).hasSize(1);
    assertThat(bob.received()).isEqualTo(Bytes.utf8("early"));
  }

  @Test
  void worksOnSingleBytes() {
    SecuredEnd.pump(alice, bob);
    alice.send(Bytes.utf8("one"));
    alice.channel.flush();
    alice.send(Bytes.utf8(" two"));
    alice.channel.flush();
    Bytes wire = alice.sent();
    for (int i = 0; i < wire.length(); i++) {
      bob.receive(wire.slice(i, i + 1));
    }
    assertThat(bob.received()).isEqualTo(Bytes.utf8("one two"));
  }

  @Test
  void handshakeWorksOnSingleBytes() {
    while (bob.secured.isEmpty()) {
      Bytes wire = alice.sent();
      for (int i = 0; i < wire.length(); i++) {
        bob.receive(wire.slice(i, i + 1));
      }
      Bytes back = bob.sent();
      for (int i = 0; i < back.length(); i++) {
        alice.receive(back.slice(i, i + 1));
      }
    }
    assertThat(alice.secured).hasSize(1);
  }

  @Test
  void gathersSmallWritesIntoOneMessage() {
    SecuredEnd.pump(alice, bob);
    ChannelFuture first = alice.channel.writeOneOutbound(bytes(12));
    ChannelFuture second = alice.channel.writeOneOutbound(bytes(30));
    assertThat(alice.sent()).isEqualTo(Bytes.empty());
    alice.channel.flush();
    assertThat(alice.sent().length()).isEqualTo(2 + 12 + 30 + 16);
    assertThat(first.isSuccess()).isTrue();
    assertThat(second.isSuccess()).isTrue();
  }

  @Test
  void splitsWritesAtTheLargestMessage() {
    SecuredEnd.pump(alice, bob);
    int length = 2 * NoiseTransport.MAX_PLAINTEXT + 1;
    alice.channel.writeOneOutbound(bytes(length));
    alice.channel.flush();
    Bytes wire = alice.sent();
    assertThat(wire.length()).isEqualTo(length + 3 * 18);
    assertThat(wire.slice(0, 2)).isEqualTo(Bytes.hex("ffff"));
    bob.receive(wire);
    assertThat(bob.received().length()).isEqualTo(length);
  }

  @Test
  void sendsAFullMessageWithoutWaitingForTheFlush() {
    SecuredEnd.pump(alice, bob);
    alice.channel.writeOneOutbound(bytes(NoiseTransport.MAX_PLAINTEXT));
    assertThat(alice.handler.isIdle()).isTrue();
    alice.channel.flush();
    bob.receive(alice.sent());
    assertThat(bob.received().length()).isEqualTo(NoiseTransport.MAX_PLAINTEXT);
  }

  @Test
  void anIdleConnectionHoldsNoBuffer() {
    SecuredEnd.pump(alice, bob);
    assertThat(alice.handler.isIdle()).isTrue();
    alice.send(Bytes.utf8("data"));
    assertThat(alice.handler.isIdle()).isFalse();
    alice.channel.flush();
    assertThat(alice.handler.isIdle()).isTrue();
    Bytes wire = alice.sent();
    bob.receive(wire.slice(0, 3));
    assertThat(bob.handler.isIdle()).isFalse();
    bob.receive(wire.slice(3));
    assertThat(bob.handler.isIdle()).isTrue();
  }

  @Test
  void sendsWhatWasWrittenBeforeAClose() {
    SecuredEnd.pump(alice, bob);
    alice.send(Bytes.utf8("last words"));
    alice.channel.close();
    bob.receive(alice.sent());
    assertThat(bob.received()).isEqualTo(Bytes.utf8("last words"));
  }

  @Test
  void acceptsAnEmptyMessage() {
    End plain = open(Ends.alice(Optional.empty()));
    End other = open(Ends.bob(Optional.empty()));
    SecuredEnd.pump(plain, other);
    plain.send(Bytes.empty());
    plain.channel.flush();
    assertThat(plain.sent()).isEqualTo(Bytes.empty());
  }

  @Test
  void refusesAPeerOtherThanExpectedBeforeNamingItself() {
    End caller = open(Ends.alice(Optional.of(Ends.ALICE.peerId())));
    bob.receive(caller.sent());
    caller.receive(bob.sent());
    assertFailed(caller, Code.WRONG_PEER);
    assertThat(caller.sent()).isEqualTo(Bytes.empty());
  }

  @Test
  void refusesATamperedTransportMessage() {
    SecuredEnd.pump(alice, bob);
    alice.send(Bytes.utf8("data"));
    alice.channel.flush();
    byte[] wire = alice.sent().toArray();
    wire[5] ^= 1;
    bob.receive(Bytes.wrap(wire));
    assertThat(bob.received()).isEqualTo(Bytes.empty());
    assertFailed(bob, Code.BAD_SIGNATURE);
  }

  @Test
  void refusesAReplayedMessage() {
    SecuredEnd.pump(alice, bob);
    alice.send(Bytes.utf8("data"));
    alice.channel.flush();
    Bytes wire = alice.sent();
    bob.receive(wire);
    bob.receive(wire);
    assertThat(bob.received()).isEqualTo(Bytes.utf8("data"));
    assertFailed(bob, Code.BAD_SIGNATURE);
  }

  @Test
  void refusesAMessageShorterThanItsTag() {
    SecuredEnd.pump(alice, bob);
    bob.receive(Bytes.concat(Bytes.hex("000f"), Bytes.wrap(new byte[15])));
    assertFailed(bob, Code.MALFORMED);
  }

  @Test
  void refusesALargeHandshakeMessageBeforeItArrives() {
    bob.receive(Bytes.hex("200100"));
    assertFailed(bob, Code.TOO_LARGE);
  }

  @Test
  void readsAHandshakeMessageAtTheLimit() {
    bob.receive(Bytes.concat(Bytes.hex("2000"), Bytes.wrap(new byte[8_191])));
    assertThat(bob.failure()).isNull();
    bob.receive(Bytes.wrap(new byte[1]));
    assertFailed(bob, Code.MALFORMED); // An ephemeral key of zeros: of small order.
  }

  @Test
  void reportsAnEndDuringTheHandshake() {
    bob.receive(Bytes.hex("0020"));
    bob.channel.close();
    assertThat(bob.failure())
        .asInstanceOf(type(WireException.class))
        .returns(Code.CUT_OFF, c -> c.code());
  }

  @Test
  void failsWritesBeforeTheHandshakeIsDone() {
    ChannelFuture early = bob.channel.writeOneOutbound(bytes(1));
    assertThat(early.cause()).isNotNull();
  }

  @Test
  void failsWhenThePoolRefusesWork() {
    End busy =
        new End(
            Ends.bob(Optional.empty()),
            task -> {
              throw new RejectedExecutionException();
            });
    ends.add(busy);
    busy.receive(alice.sent());
    assertFailed(busy, Code.OVER_BUDGET);
  }

  @Test
  void holdsDataAndStopsReadingWhileThePoolWorks() {
    Deque<Runnable> pool = new ArrayDeque<>();
    End slow = new End(Ends.bob(Optional.empty()), pool::add);
    ends.add(slow);
    slow.receive(alice.sent());
    pool.remove().run();
    alice.receive(slow.sent());
    Bytes third = alice.sent();
    alice.send(Bytes.utf8("early"));
    alice.channel.flush();
    slow.receive(third);
    slow.receive(alice.sent());
    assertThat(slow.received()).isEqualTo(Bytes.empty());
    pool.remove().run();
    slow.channel.runPendingTasks();
    assertThat(slow.secured).hasSize(1);
    assertThat(slow.received()).isEqualTo(Bytes.utf8("early"));
    assertThat(slow.handler.isIdle()).isTrue();
  }

  @Test
  void holdsNoMoreThanItsLimit() {
    Deque<Runnable> pool = new ArrayDeque<>();
    End slow = new End(Ends.bob(Optional.empty()), pool::add);
    ends.add(slow);
    slow.receive(alice.sent());
    slow.receive(Bytes.wrap(new byte[NoiseHandler.MAX_HELD]));
    assertThat(slow.failure()).isNull();
    slow.receive(Bytes.wrap(new byte[1]));
    assertFailed(slow, Code.OVER_BUDGET);
    pool.remove().run();
    slow.channel.runPendingTasks();
    assertThat(slow.secured).isEmpty();
  }

  private End open(NoiseHandshake handshake) {
    End end = new End(handshake);
    ends.add(end);
    return end;
  }

  private static ByteBuf bytes(int length) {
    return Unpooled.wrappedBuffer(new byte[length]);
  }

  private static void assertFailed(End end, Code code) {
    @Nullable Throwable failure = end.failure();
    assertThat(failure).asInstanceOf(type(WireException.class)).returns(code, WireException::code);
    assertThat(end.channel.isOpen()).isFalse();
  }
}
