package org.trustnet.libp2p.muxer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trustnet.libp2p.WireException;

/**
 * What every multiplexer owes the host. Two ends are joined in memory; bytes between them are cut
 * at random places. After rust-libp2p's {@code muxers/test-harness}.
 */
public abstract class MuxerCompliance {
  /** Two ends of one connection, in the thread of the test. */
  public interface Pair extends AutoCloseable {
    Muxer dialer();

    Muxer listener();

    /** Carries bytes both ways until both ends are quiet. */
    void run();

    /** The connection breaks without a goodbye. */
    void cut();

    boolean closed();

    @Override
    void close();
  }

  /** Joins two ends; {@code random} cuts what passes between them. */
  protected abstract Pair join(Muxer.Acceptor atDialer, Muxer.Acceptor atListener, Random random);

  /** A message that is larger than any window at the start. */
  private static final int LARGE = 3 * 1024 * 1024 + 17;

  protected final List<RecordingStream> atListener = new ArrayList<>();
  protected final List<RecordingStream> atDialer = new ArrayList<>();
  protected Pair pair;

  @BeforeEach
  void joinEnds() {
    pair =
        join(
            stream -> atDialer.add(new RecordingStream(stream)),
            stream -> atListener.add(new RecordingStream(stream)),
            new Random(7));
  }

  @AfterEach
  void closeEnds() {
    pair.close();
  }

  private RecordingStream open() {
    return new RecordingStream(pair.dialer().open());
  }

  private RecordingStream accepted() {
    return atListener.getLast();
  }

  @Test
  void carriesBytesBothWays() {
    RecordingStream ours = open();
    ours.send("question");
    pair.run();
    accepted().send("answer");
    pair.run();
    assertThat(accepted().text()).isEqualTo("question");
    assertThat(ours.text()).isEqualTo("answer");
    assertThat(accepted().stream.inbound()).isTrue();
    assertThat(ours.stream.inbound()).isFalse();
    assertThat(pair.listener().inboundStreams()).isEqualTo(1);
    assertThat(pair.dialer().outboundStreams()).isEqualTo(1);
  }

  @Test
  void dialerHearsAListenerThatSpeaksFirst() {
    RecordingStream ours = open();
    pair.run();
    accepted().send("welcome");
    pair.run();
    assertThat(ours.text()).isEqualTo("welcome");
  }

  @Test
  void listenerMayOpenStreamsToo() {
    RecordingStream theirs = new RecordingStream(pair.listener().open());
    theirs.send("hello");
    pair.run();
    assertThat(atDialer.getLast().text()).isEqualTo("hello");
  }

  @Test
  void closingSendsWhatWasWritten() {
    RecordingStream ours = open();
    ours.stream.write(Unpooled.copiedBuffer(new byte[70_000]));
    ours.stream.closeWrite();
    pair.run();
    assertThat(accepted().received.size()).isEqualTo(70_000);
    assertThat(accepted().ends).isEqualTo(1);
  }

  @Test
  void readingGoesOnAfterClosingOurSide() {
    RecordingStream ours = open();
    ours.send("question");
    ours.stream.closeWrite();
    pair.run();
    accepted().send("late answer");
    accepted().stream.closeWrite();
    pair.run();
    assertThat(ours.text()).isEqualTo("late answer");
    assertThat(ours.ends).isEqualTo(1);
    assertThat(ours.resets).isZero();
  }

  @Test
  void streamClosedByBothIsForgotten() {
    RecordingStream ours = open();
    ours.stream.closeWrite();
    pair.run();
    accepted().stream.closeWrite();
    pair.run();
    assertThat(pair.dialer().outboundStreams()).isZero();
    assertThat(pair.listener().inboundStreams()).isZero();
  }

  @Test
  void closingTwiceIsClosingOnce() {
    RecordingStream ours = open();
    ours.stream.closeWrite();
    ours.stream.closeWrite();
    pair.run();
    assertThat(accepted().ends).isEqualTo(1);
  }

  @Test
  void writingAfterTheEndIsADefect() {
    RecordingStream ours = open();
    ours.stream.closeWrite();
    assertThatThrownBy(() -> ours.send("too late")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void resetIsHeardByThePeerOnceAndNotByUs() {
    RecordingStream ours = open();
    ours.send("x");
    pair.run();
    ours.stream.reset();
    ours.stream.reset();
    pair.run();
    assertThat(accepted().resets).isEqualTo(1);
    assertThat(ours.resets).isZero();
    assertThat(pair.listener().inboundStreams()).isZero();
    assertThat(pair.dialer().outboundStreams()).isZero();
  }

  @Test
  void dataInFlightOfAResetStreamHarmsNobody() {
    RecordingStream ours = open();
    RecordingStream other = open();
    pair.run();
    RecordingStream theirs = atListener.getFirst();
    theirs.send(new byte[200_000]);
    ours.stream.reset();
    pair.run();
    other.send("still here");
    pair.run();
    assertThat(ours.received.size()).isZero();
    assertThat(accepted().text()).isEqualTo("still here");
    assertThat(pair.closed()).isFalse();
  }

  @Test
  void writingToAResetStreamIsPassedOver() {
    RecordingStream ours = open();
    pair.run();
    accepted().stream.reset();
    pair.run();
    ours.send("nobody listens");
    assertThat(ours.stream.writable()).isFalse();
    assertThat(ours.resets).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 11, 12, 255, 256, 65_535, 65_536, 262_143, 262_144, 262_145, LARGE})
  void carriesMessagesOfAnySize(int size) {
    byte[] message = new byte[size];
    new Random(size).nextBytes(message);
    RecordingStream ours = open();
    Sender sender = new Sender(ours.stream, message);
    sender.go();
    while (!sender.done()) {
      pair.run();
      sender.go();
    }
    pair.run();
    assertThat(Arrays.equals(accepted().received.toByteArray(), message)).isTrue();
    assertThat(accepted().ends).isEqualTo(1);
  }

  @Test
  void receiverThatHoldsBackStopsTheSenderAndNobodyElse() {
    RecordingStream ours = open();
    pair.run();
    RecordingStream slow = accepted();
    slow.holdsBack = true;
    Sender sender = new Sender(ours.stream, new byte[LARGE]);
    for (int i = 0; i < 20; i++) {
      sender.go();
      pair.run();
    }
    int before = slow.received.size();
    assertThat(before).isLessThan(LARGE);
    assertThat(ours.stream.writable()).isFalse();
    RecordingStream other = open();
    other.send("past it");
    pair.run();
    assertThat(accepted().text()).isEqualTo("past it");
    assertThat(slow.received.size()).isEqualTo(before);
    slow.letGo();
    for (int i = 0; !sender.done() || slow.received.size() < LARGE; i++) {
      assertThat(i).isLessThan(1_000);
      pair.run();
      sender.go();
    }
    assertThat(ours.writables).isPositive();
  }

  @Test
  void writerThatIgnoresTheMarkIsCutOff() {
    RecordingStream ours = open();
    pair.run();
    accepted().holdsBack = true;
    for (int i = 0; i < 1_000 && ours.resets == 0; i++) {
      ours.send(new byte[65_536]);
      pair.run();
    }
    assertThat(ours.resets).isEqualTo(1);
    pair.run();
    assertThat(accepted().resets).isEqualTo(1);
  }

  @Test
  void dataWaitsForAListener() {
    List<MuxedStream> silent = new ArrayList<>();
    try (Pair own = join(s -> s.reset(), silent::add, new Random(3))) {
      RecordingStream ours = new RecordingStream(own.dialer().open());
      ours.send("early");
      ours.stream.closeWrite();
      own.run();
      RecordingStream late = new RecordingStream(silent.getFirst());
      assertThat(late.text()).isEqualTo("early");
      assertThat(late.ends).isEqualTo(1);
    }
  }

  @Test
  void listenerMayHandTheStreamOnInTheMiddle() {
    List<RecordingStream> second = new ArrayList<>();
    Muxer.Acceptor handing = stream -> stream.listen(new HandsOn(stream, second));
    try (Pair own = join(s -> s.reset(), handing, new Random(5))) {
      RecordingStream ours = new RecordingStream(own.dialer().open());
      ours.send("a");
      own.run();
      ours.send("bcd");
      ours.stream.closeWrite();
      own.run();
      assertThat(second.getFirst().text()).isEqualTo("bcd");
      assertThat(second.getFirst().ends).isEqualTo(1);
    }
  }

  @Test
  void listenersStreamFaultCostsTheStreamOnly() {
    Muxer.Acceptor strict = stream -> stream.listen(new Faulty(stream, WireException.Scope.STREAM));
    try (Pair own = join(s -> s.reset(), strict, new Random(5))) {
      RecordingStream ours = new RecordingStream(own.dialer().open());
      ours.send("nonsense");
      own.run();
      assertThat(ours.resets).isEqualTo(1);
      assertThat(own.closed()).isFalse();
    }
  }

  @Test
  void listenersConnectionFaultCostsTheConnection() {
    Muxer.Acceptor strict =
        stream -> stream.listen(new Faulty(stream, WireException.Scope.CONNECTION));
    try (Pair own = join(s -> s.reset(), strict, new Random(5))) {
      RecordingStream ours = new RecordingStream(own.dialer().open());
      ours.send("nonsense");
      own.run();
      assertThat(ours.resets).isEqualTo(1);
      assertThat(own.closed()).isTrue();
    }
  }

  @Test
  void closingTheConnectionLosesEveryStreamOnBothEnds() {
    RecordingStream first = open();
    RecordingStream second = open();
    pair.run();
    pair.dialer().close();
    pair.dialer().close();
    pair.run();
    assertThat(first.resets).isEqualTo(1);
    assertThat(second.resets).isEqualTo(1);
    assertThat(atListener).extracting(s -> s.resets).containsExactly(1, 1);
    assertThat(pair.closed()).isTrue();
    assertThatThrownBy(() -> pair.dialer().open()).isInstanceOf(Muxer.TooManyStreams.class);
  }

  @Test
  void brokenConnectionLosesEveryStream() {
    RecordingStream ours = open();
    ours.send("x");
    pair.run();
    pair.cut();
    assertThat(ours.resets).isEqualTo(1);
    assertThat(accepted().resets).isEqualTo(1);
    assertThat(pair.dialer().outboundStreams()).isZero();
  }

  @Test
  void manyStreamsCarryTheirOwnBytes() {
    List<RecordingStream> opened = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      RecordingStream ours = open();
      ours.send("stream " + i);
      opened.add(ours);
    }
    pair.run();
    for (int i = 0; i < 100; i++) {
      assertThat(atListener.get(i).text()).isEqualTo("stream " + i);
    }
    opened.forEach(s -> s.stream.reset());
    pair.run();
    assertThat(pair.listener().inboundStreams()).isZero();
  }

  /** Writes a message piece by piece as long as the stream takes it, then ends it. */
  private static final class Sender {
    private final MuxedStream stream;
    private final byte[] message;
    private int sent;
    private boolean ended;

    Sender(MuxedStream stream, byte[] message) {
      this.stream = stream;
      this.message = message;
    }

    boolean done() {
      return ended;
    }

    void go() {
      while (sent < message.length && stream.writable()) {
        int length = Math.min(50_000, message.length - sent);
        stream.write(Unpooled.copiedBuffer(message, sent, length));
        sent += length;
      }
      stream.flush();
      if (sent == message.length && !ended) {
        ended = true;
        stream.closeWrite();
      }
    }
  }

  private record HandsOn(MuxedStream stream, List<RecordingStream> to) implements StreamListener {
    @Override
    public void onData(ByteBuf data) {
      stream.consumed(data.readableBytes());
      data.release();
      to.add(new RecordingStream(stream));
    }

    @Override
    public void onEnd() {
      throw new AssertionError("the stream was handed on");
    }

    @Override
    public void onReset() {}

    @Override
    public void onWritable() {}
  }

  private record Faulty(MuxedStream stream, WireException.Scope scope) implements StreamListener {
    @Override
    public void onData(ByteBuf data) {
      data.release();
      throw new WireException(WireException.Code.MALFORMED, scope, "nonsense");
    }

    @Override
    public void onEnd() {}

    @Override
    public void onReset() {}

    @Override
    public void onWritable() {}
  }
}
