package org.trustnet.libp2p.kad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.kad.records.MemoryRecordStore;
import org.trustnet.libp2p.kad.records.Namespaces;
import org.trustnet.libp2p.kad.records.RecordChanges;
import org.trustnet.libp2p.kad.records.RecordLimits;
import org.trustnet.libp2p.kad.routing.DiversityLimits;
import org.trustnet.libp2p.kad.routing.RoutingTable;
import org.trustnet.libp2p.muxer.Loop;
import org.trustnet.libp2p.muxer.MuxedStream;
import org.trustnet.libp2p.muxer.StreamListener;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.PeerId;
import org.trustnet.multiformats.Varint;

class KadStreamHandlerTest {
  private static final PeerId SELF = TestPeers.peer(0);
  private static final KadResponder.Requester REQUESTER =
      new KadResponder.Requester(TestPeers.peer(1), TestPeers.group(TestPeers.peer(1)));
  private static final Bytes PING = framed(KadMessage.request(KadMessage.Type.PING, Bytes.empty()));
  private static final Bytes NAME = Bytes.utf8("/ipns/x");

  private final EmbeddedChannel loop = new EmbeddedChannel();
  private final AtomicLong now = new AtomicLong();
  private final KadServer server =
      new KadServer(
          new KadResponder(
              new KadResponder.Sources(
                  SELF,
                  new RoutingTable(SELF, DiversityLimits.NONE),
                  new MemoryRecordStore(SELF, RecordLimits.DEFAULT, RecordChanges.ignored()),
                  Namespaces.withIpns(new NumberValidator()),
                  peer -> List.of(),
                  () -> Instant.EPOCH),
              KadConfig.wan(KadConfig.Scope.NETWORK)),
          now::get);
  private final Recorded stream = new Recorded();
  private final KadStreamHandler handler =
      new KadStreamHandler(server, REQUESTER, 1, stream, new Loop(loop.eventLoop()));

  @BeforeEach
  void freeze() {
    loop.freezeTime();
  }

  @AfterEach
  void close() {
    handler.abandon();
    server.close();
    loop.finishAndReleaseAll();
  }

  private static Bytes framed(KadMessage message) {
    Bytes bytes = KadWire.encode(message);
    return Bytes.concat(Varint.encode(bytes.length()), bytes);
  }

  private void send(Bytes bytes) {
    handler.onData(Unpooled.copiedBuffer(bytes.toArray()));
  }

  @Test
  void answersManyRequestsOfOneSegmentInOrder() {
    send(Bytes.concat(PING, framed(KadMessage.findNode(NAME)), PING));

    assertThat(stream.written)
        .containsExactly(
            PING, framed(KadMessage.request(KadMessage.Type.FIND_NODE, Bytes.empty())), PING);
    assertThat(stream.consumed).isEqualTo(3 * PING.length() + NAME.length() + 2);
  }

  @Test
  void answersARequestThatComesByteByByte() {
    for (int i = 0; i < PING.length(); i++) {
      assertThat(stream.written).isEmpty();
      send(PING.slice(i, i + 1));
    }

    assertThat(stream.written).containsExactly(PING);
  }

  @Test
  void holdsNoBufferOfTheNetworkWhileARequestIsIncomplete() {
    Bytes two = Bytes.concat(PING, framed(KadMessage.findNode(NAME)));
    ByteBuf network = Unpooled.copiedBuffer(two.toArray());

    for (int i = 0; i < two.length(); i++) {
      handler.onData(network.readRetainedSlice(1));
      assertThat(network.refCnt()).isEqualTo(1);
    }
    network.release();

    assertThat(stream.written).hasSize(2);
    assertThat(stream.consumed).isEqualTo(two.length());
  }

  @Test
  void answersALongRequestThatComesInTheSmallestPieces() {
    Bytes padding = Bytes.wrap(new byte[KadWire.MAX_REQUEST - 20]);
    Bytes field = Bytes.concat(Bytes.hex("fa01"), Varint.encode(padding.length()), padding);
    Bytes message = Bytes.concat(KadWire.encode(KadMessage.findNode(NAME)), field);
    Bytes framed = Bytes.concat(Varint.encode(message.length()), message);

    for (int i = 0; i < framed.length(); i++) {
      assertThat(stream.written).isEmpty();
      send(framed.slice(i, i + 1));
    }

    assertThat(stream.written).hasSize(1);
    assertThat(stream.consumed).isEqualTo(framed.length());
  }

  @Test
  void resetsAtALengthOverTheLimitBeforeAnyOfItComes() {
    send(Varint.encode(KadWire.MAX_REQUEST));
    assertThat(stream.reset).isFalse();
    handler.abandon();

    Recorded other = new Recorded();
    KadStreamHandler second =
        new KadStreamHandler(server, REQUESTER, 1, other, new Loop(loop.eventLoop()));
    second.onData(Unpooled.copiedBuffer(Varint.encode(KadWire.MAX_REQUEST + 1).toArray()));
    assertThat(other.reset).isTrue();
    assertThat(server.refusals()).isEqualTo(1);
  }

  @Test
  void resetsAtALengthOfMoreThanThreeBytes() {
    send(Bytes.hex("8080"));
    assertThat(stream.reset).isFalse();
    send(Bytes.hex("80"));
    assertThat(stream.reset).isTrue();
    assertThat(server.refusals()).isEqualTo(1);
  }

  @Test
  void asManyValuesWaitToBeJudgedAsMayAndOneMoreIsRefused() throws InterruptedException {
    KadMessage.Value value = new KadMessage.Value(NAME, Bytes.utf8("1"), "");
    CountDownLatch judging = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    CountDownLatch judged = new CountDownLatch(KadServer.MAX_JUDGING);
    server.judge(
        value,
        answer -> {
          judging.countDown();
          await(goOn);
        });
    assertThat(judging.await(20, TimeUnit.SECONDS)).isTrue();
    for (int i = 0; i < KadServer.MAX_JUDGING; i++) {
      server.judge(value, answer -> judged.countDown());
    }

    assertThatThrownBy(() -> server.judge(value, answer -> {}))
        .isInstanceOfSatisfying(
            WireException.class,
            e -> assertThat(e.code()).isEqualTo(WireException.Code.OVER_BUDGET));

    goOn.countDown();
    assertThat(judged.await(20, TimeUnit.SECONDS)).isTrue();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void resetsAtWhatIsNoMessage() {
    send(Bytes.hex("0100"));

    assertThat(stream.reset).isTrue();
    assertThat(stream.written).isEmpty();
  }

  @Test
  void endsItsSideAfterThePeersWhenAllIsAnswered() {
    send(PING);
    handler.onEnd();

    assertThat(stream.ended).isTrue();
    assertThat(stream.reset).isFalse();
  }

  @Test
  void resetsWhenThePeerEndsInTheMiddleOfARequest() {
    send(PING.slice(0, 1));
    handler.onEnd();

    assertThat(stream.reset).isTrue();
  }

  @Test
  void dropsAStreamThatIsSilentForAMinute() {
    pass(40);
    send(PING);
    pass(59);
    assertThat(stream.reset).isFalse();

    pass(2);
    assertThat(stream.reset).isTrue();
  }

  @Test
  void stopsReadingWhileThePeerDoesNotTakeItsAnswers() {
    stream.writable = false;
    send(PING);
    assertThat(stream.written).isEmpty();
    assertThat(stream.consumed).isZero();

    stream.writable = true;
    handler.onWritable();
    assertThat(stream.written).containsExactly(PING);
  }

  @Test
  void answersAPutAfterItWasJudgedElsewhereAndThenWhatFollowed() throws InterruptedException {
    Bytes put = framed(KadMessage.putValue(NAME, Bytes.utf8("1")));
    send(Bytes.concat(put, PING));

    awaitWritten(2);
    assertThat(stream.written).containsExactly(put, PING);
  }

  @Test
  void resetsWhenAPutIsRefused() throws InterruptedException {
    send(framed(KadMessage.putValue(NAME, Bytes.utf8("junk"))));
    CountDownLatch never = new CountDownLatch(1);
    for (int i = 0; i < 2_000 && !stream.reset; i++) {
      assertThat(never.await(2, TimeUnit.MILLISECONDS)).isFalse();
      loop.runPendingTasks();
    }

    assertThat(stream.reset).isTrue();
    assertThat(stream.written).isEmpty();
  }

  private void awaitWritten(int count) throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    for (int i = 0; i < 2_000 && stream.written.size() < count; i++) {
      assertThat(never.await(2, TimeUnit.MILLISECONDS)).isFalse();
      loop.runPendingTasks();
    }
  }

  private void pass(int seconds) {
    now.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    loop.advanceTimeBy(seconds, TimeUnit.SECONDS);
    loop.runScheduledPendingTasks();
  }

  private static final class Recorded implements MuxedStream {
    final List<Bytes> written = new ArrayList<>();
    int consumed;
    boolean writable = true;
    boolean ended;
    boolean reset;

    @Override
    public long id() {
      return 1;
    }

    @Override
    public boolean inbound() {
      return true;
    }

    @Override
    public void listen(StreamListener listener) {
      throw new UnsupportedOperationException("the host sets the listener");
    }

    @Override
    public void write(ByteBuf data) {
      written.add(Bytes.copyOf(data.nioBuffer()));
      data.release();
    }

    @Override
    public void flush() {
      // written through
    }

    @Override
    public boolean writable() {
      return writable;
    }

    @Override
    public void consumed(int bytes) {
      consumed += bytes;
    }

    @Override
    public void closeWrite() {
      ended = true;
    }

    @Override
    public void reset() {
      reset = true;
    }
  }
}
