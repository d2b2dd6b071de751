package org.trustnet.libp2p.yamux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.muxer.MuxedStream;
import org.trustnet.libp2p.muxer.Muxer;
import org.trustnet.libp2p.muxer.RecordingStream;

class YamuxSessionTest {
  private static final long SECOND = 1_000_000_000L;
  private static final int WINDOW = YamuxConfig.WINDOW_BYTES;

  private final RecordedFrames out = new RecordedFrames();
  private final List<RecordingStream> accepted = new ArrayList<>();
  private final YamuxSession server = session(YamuxSession.Role.SERVER);
  private final RecordedFrames clientOut = new RecordedFrames();
  private final YamuxSession client =
      new YamuxSession(
          YamuxConfig.defaults(), YamuxSession.Role.CLIENT, MuxedStream::reset, clientOut, 0);
  private long now;

  private YamuxSession session(YamuxSession.Role role) {
    return new YamuxSession(
        YamuxConfig.defaults(), role, s -> accepted.add(new RecordingStream(s)), out, 0);
  }

  private void frame(int type, int flags, int stream, int length) {
    ByteBuf in = Unpooled.buffer();
    YamuxFrame.header(in, type, flags, stream, length);
    server.read(in, now);
    assertThat(in.isReadable()).isFalse();
  }

  private void data(int flags, int stream, int length) {
    ByteBuf in = Unpooled.buffer();
    YamuxFrame.header(in, YamuxFrame.DATA, flags, stream, length);
    in.writeZero(length);
    server.read(in, now);
  }

  private void hex(String bytes) {
    server.read(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(bytes)), now);
  }

  private RecordingStream last() {
    return accepted.getLast();
  }

  // Bytes as go-yamux and rust-yamux send them: version, type, flags, stream, length.

  @Test
  void acceptsAStreamAsGoOpensIt() {
    hex("000100010000000100000000" + "000000000000000100000002" + "6869");
    server.pump();
    assertThat(last().text()).isEqualTo("hi");
    assertThat(out.hex()).isEqualTo("000100020000000100000002");
  }

  @Test
  void acceptsAStreamAsRustOpensIt() {
    hex("000000010000000300000002" + "6869");
    server.pump();
    assertThat(last().text()).isEqualTo("hi");
    assertThat(out.hex()).isEqualTo("000100020000000300000002");
  }

  @Test
  void acknowledgesOnTheFirstDataWhereThereIsSome() {
    hex("000100010000000100000000");
    last().send("ok");
    server.pump();
    assertThat(out.hex()).isEqualTo("000000020000000100000002" + "6f6b");
  }

  @Test
  void opensOnTheFirstData() {
    RecordingStream ours = new RecordingStream(client.open());
    ours.send("hi");
    client.pump();
    assertThat(clientOut.hex()).isEqualTo("000000010000000100000002" + "6869");
    assertThat(client.open().id()).isEqualTo(3);
    client.pump();
    assertThat(clientOut.hex()).isEqualTo("000100010000000300000000");
  }

  @Test
  void opensAndWritesInOneFrameAndEndsInTheNext() {
    RecordingStream ours = new RecordingStream(client.open());
    ours.stream.write(Unpooled.copiedBuffer(new byte[] {1}));
    ours.stream.write(Unpooled.copiedBuffer(new byte[] {2}));
    ours.stream.closeWrite();
    client.pump();
    assertThat(clientOut.hex())
        .isEqualTo("000000010000000100000002" + "0102" + "000000040000000100000000");
  }

  @Test
  void serverNumbersItsStreamsEvenly() {
    assertThat(server.open().id()).isEqualTo(2);
    assertThat(server.open().id()).isEqualTo(4);
  }

  @Test
  void answersAPingWithItsValue() {
    hex("0002000100000000deadbeef");
    assertThat(out.hex()).isEqualTo("0002000200000000deadbeef");
  }

  @Test
  void saysGoodbye() {
    server.close();
    assertThat(out.hex()).isEqualTo("000300000000000000000000");
    assertThat(out.closed).isTrue();
    assertThat(out.fault).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "010100010000000100000000, MALFORMED",
    "000400000000000000000000, MALFORMED",
    "00ff00000000000000000000, MALFORMED",
    "000000000000000000000001, MALFORMED",
    "000100010000000000000000, MALFORMED",
    "000100010000000200000000, UNEXPECTED",
    "000100010000000100000000000100010000000100000000, UNEXPECTED",
    "000000000000000500040001, TOO_LARGE",
    "0000000100000001ffffffff, TOO_LARGE",
    "000300000000000000000001, CUT_OFF",
    "000300000000000000000007, CUT_OFF",
  })
  void closesTheConnectionWithGoAwayOnAFault(String frames, WireException.Code code) {
    hex(frames);
    assertThat(out.lines).last().isEqualTo("GOAWAY 0 0 1");
    assertThat(out.fault).isNotNull();
    assertThat(out.fault.code()).isEqualTo(code);
    assertThat(server.isOpen()).isFalse();
    hex("000100010000000900000000");
    assertThat(accepted).hasSizeLessThan(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "000000000000000900000003616263",
        "000100000000000900000003",
        "000100080000000900000003",
        "000100040000000900000000",
        "000100020000000900000000",
        "000000080000000900000003616263",
        "00020002000000000000002a",
        "00020000000000000000002a",
      })
  void passesOverFramesForNobody(String frames) {
    hex(frames);
    hex("000000010000000100000002" + "6869");
    assertThat(last().text()).isEqualTo("hi");
    assertThat(out.closed).isFalse();
  }

  @Test
  void readsFramesCutAtEveryPlace() {
    byte[] bytes =
        ByteBufUtil.decodeHexDump(
            "000000010000000100000002" + "6869" + "000000040000000100000001" + "21");
    for (int cut = 0; cut <= bytes.length; cut++) {
      accepted.clear();
      YamuxSession fresh = session(YamuxSession.Role.SERVER);
      fresh.read(Unpooled.wrappedBuffer(bytes, 0, cut), 0);
      fresh.read(Unpooled.wrappedBuffer(bytes, cut, bytes.length - cut), 0);
      assertThat(last().text()).isEqualTo("hi!");
      assertThat(last().ends).isEqualTo(1);
    }
  }

  @Test
  void resetCodeOfGoIsNoWindow() {
    RecordingStream ours = new RecordingStream(server.open());
    frame(YamuxFrame.WINDOW_UPDATE, YamuxFrame.ACK | YamuxFrame.RST, 2, 0x1001);
    assertThat(ours.resets).isEqualTo(1);
    assertThat(server.outboundStreams()).isZero();
  }

  @Test
  void windowIsFilledExactlyAndNotExceeded() {
    data(YamuxFrame.SYN, 1, 1);
    last().holdsBack = true;
    data(0, 1, WINDOW - 1);
    assertThat(last().received.size()).isEqualTo(WINDOW);
    assertThat(out.closed).isFalse();
    data(0, 1, 1);
    assertThat(out.lines).last().isEqualTo("GOAWAY 0 0 1");
  }

  @Test
  void windowIsGrantedWhenHalfIsConsumed() {
    data(YamuxFrame.SYN, 1, WINDOW / 2 - 1);
    server.pump();
    assertThat(out.drain()).containsExactly("WINDOW 2 1 131071");
    data(0, 1, WINDOW / 2 - 1);
    server.pump();
    assertThat(out.drain()).isEmpty();
    data(0, 1, 1);
    server.pump();
    assertThat(out.drain()).containsExactly("WINDOW 0 1 131072");
  }

  @Test
  void sendsNoMoreThanThePeersWindow() {
    RecordingStream ours = new RecordingStream(client.open());
    ours.send(new byte[WINDOW]);
    ours.send(new byte[10]);
    client.pump();
    assertThat(clientOut.drain()).hasSize(WINDOW / (16 * 1024));
    ByteBuf grant = Unpooled.buffer();
    YamuxFrame.header(grant, YamuxFrame.WINDOW_UPDATE, YamuxFrame.ACK, 1, 4);
    client.read(grant, 0);
    client.pump();
    assertThat(clientOut.drain()).containsExactly("DATA 0 1 4");
  }

  @Test
  void windowGrantsBeyondTheRangeAreHeldAtIt() {
    RecordingStream ours = new RecordingStream(client.open());
    for (int i = 0; i < 3; i++) {
      ByteBuf grant = Unpooled.buffer();
      YamuxFrame.header(grant, YamuxFrame.WINDOW_UPDATE, YamuxFrame.ACK, 1, -1);
      client.read(grant, 0);
    }
    ours.send("still works");
    client.pump();
    assertThat(clientOut.drain()).containsExactly("DATA 1 1 11");
  }

  @Test
  void streamsTakeTurns() {
    RecordingStream first = new RecordingStream(client.open());
    RecordingStream second = new RecordingStream(client.open());
    first.send(new byte[40_000]);
    second.send(new byte[20_000]);
    client.pump();
    assertThat(clientOut.drain())
        .containsExactly(
            "DATA 1 1 16384", "DATA 1 3 16384", "DATA 0 1 16384", "DATA 0 3 3616", "DATA 0 1 7232");
  }

  @Test
  void nothingButControlIsSentWhileTheSocketIsFull() {
    RecordingStream ours = new RecordingStream(server.open());
    out.writable = false;
    ours.send("x");
    server.pump();
    frame(YamuxFrame.PING, YamuxFrame.SYN, 0, 5);
    assertThat(out.drain()).containsExactly("PING 2 0 5");
    out.writable = true;
    server.pump();
    assertThat(out.drain()).containsExactly("DATA 1 2 1");
  }

  @Test
  void streamsAreCalledBackInTheOrderInWhichTheyWereHeldUp() {
    List<Integer> called = new ArrayList<>();
    out.writable = false;
    List<RecordingStream> streams = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      int number = i;
      streams.add(
          new RecordingStream(server.open()) {
            @Override
            public void onWritable() {
              called.add(number);
            }
          });
    }
    for (int i = 0; i < 4; i++) {
      streams.get(i).send(new byte[WINDOW]);
    }
    assertThat(streams.get(4).stream.writable()).isFalse();
    assertThat(streams.get(2).stream.writable()).isFalse();
    out.writable = true;
    server.pump();
    assertThat(called).startsWith(3, 4).contains(0, 1, 2).doesNotHaveDuplicates();
    assertThat(streams).allMatch(s -> s.stream.writable());
  }

  @Test
  void framesMayBeAsLongAsGoTakesThemAndNotAByteLonger() {
    int most = YamuxConfig.MAX_FRAME_PAYLOAD;
    var limits = new YamuxConfig.BufferLimits(most, 1 << 18, 1 << 20, 1 << 23);
    assertThat(limits.framePayload()).isEqualTo(most);
    assertThatThrownBy(() -> new YamuxConfig.BufferLimits(most + 1, 1 << 18, 1 << 20, 1 << 23))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("frame payload");
  }

  @Test
  void connectionsHighWaterMarkHoldsUpEveryStream() {
    YamuxConfig.BufferLimits limits = YamuxConfig.defaults().buffers();
    out.writable = false;
    List<RecordingStream> streams = new ArrayList<>();
    int each = limits.streamHighWater();
    int count = 2 * limits.connectionHighWater() / each;
    for (int i = 0; i < count; i++) {
      streams.add(new RecordingStream(server.open()));
      assertThat(streams.getLast().stream.writable())
          .isEqualTo(i * each < limits.connectionHighWater());
      streams.getLast().send(new byte[each]);
    }
    assertThat(streams).allMatch(s -> s.resets == 0);
    RecordingStream over = new RecordingStream(server.open());
    over.send(new byte[1]);
    assertThat(over.resets).isEqualTo(1);
    assertThat(out.closed).isFalse();
  }

  @Test
  void streamsHighWaterMarkIsItsOwn() {
    int mark = YamuxConfig.defaults().buffers().streamHighWater();
    RecordingStream ours = new RecordingStream(server.open());
    ours.stream.write(Unpooled.buffer().writeZero(mark - 1));
    assertThat(ours.stream.writable()).isTrue();
    ours.stream.write(Unpooled.buffer().writeZero(1));
    assertThat(ours.stream.writable()).isFalse();
    ours.stream.write(Unpooled.buffer().writeZero(mark));
    assertThat(ours.resets).isZero();
    ours.stream.write(Unpooled.buffer().writeZero(1));
    assertThat(ours.resets).isEqualTo(1);
  }

  @Test
  void refusesInboundStreamsOverTheLimitAndOnlyThose() {
    for (int i = 0; i < 256; i++) {
      frame(YamuxFrame.WINDOW_UPDATE, YamuxFrame.SYN, 2 * i + 1, 0);
    }
    assertThat(accepted).hasSize(256);
    assertThat(out.drain()).isEmpty();
    data(YamuxFrame.SYN, 513, 3);
    assertThat(out.drain()).containsExactly("WINDOW 8 513 0");
    assertThat(accepted).hasSize(256);
    last().stream.reset();
    frame(YamuxFrame.WINDOW_UPDATE, YamuxFrame.SYN, 515, 0);
    assertThat(accepted).hasSize(257);
    assertThat(out.closed).isFalse();
  }

  @Test
  void opensNoMoreThan256StreamsThatAreNotAcknowledged() {
    for (int i = 0; i < 256; i++) {
      server.open();
    }
    assertThatThrownBy(server::open).isInstanceOf(Muxer.TooManyStreams.class);
    frame(YamuxFrame.WINDOW_UPDATE, YamuxFrame.ACK, 2, 0);
    frame(YamuxFrame.WINDOW_UPDATE, YamuxFrame.RST, 4, 0);
    server.open();
    server.open();
    assertThatThrownBy(server::open).isInstanceOf(Muxer.TooManyStreams.class);
  }

  @Test
  void receiveBudgetCostsTheStreamThatExceedsIt() {
    int whole = YamuxConfig.defaults().buffers().received() / WINDOW;
    for (int i = 0; i < whole; i++) {
      frame(YamuxFrame.WINDOW_UPDATE, YamuxFrame.SYN, 2 * i + 1, 0);
      last().holdsBack = true;
      data(0, 2 * i + 1, WINDOW);
    }
    assertThat(accepted).allMatch(s -> s.resets == 0);
    frame(YamuxFrame.WINDOW_UPDATE, YamuxFrame.SYN, 1_001, 0);
    data(0, 1_001, 1);
    assertThat(last().resets).isEqualTo(1);
    assertThat(out.closed).isFalse();
    accepted.getFirst().letGo();
    frame(YamuxFrame.WINDOW_UPDATE, YamuxFrame.SYN, 1_003, 0);
    data(0, 1_003, 1);
    assertThat(last().received.size()).isEqualTo(1);
    accepted.get(1).stream.reset();
    assertThat(server.unconsumed()).isEqualTo((long) (whole - 2) * WINDOW);
  }

  @Test
  void consumingMoreThanCameIsADefect() {
    data(YamuxFrame.SYN, 1, 3);
    assertThatThrownBy(() -> last().stream.consumed(1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void dataBehindTheEndCostsTheStream() {
    data(YamuxFrame.SYN | YamuxFrame.FIN, 1, 3);
    assertThat(last().ends).isEqualTo(1);
    data(0, 1, 1);
    assertThat(last().resets).isEqualTo(1);
    assertThat(out.lines).last().isEqualTo("WINDOW 8 1 0");
    assertThat(out.closed).isFalse();
  }

  @Test
  void floodOfControlFramesEndsTheConnection() {
    for (int i = 0; i < 4_096; i++) {
      frame(YamuxFrame.WINDOW_UPDATE, 0, 7, 1);
    }
    assertThat(out.closed).isFalse();
    now += SECOND;
    for (int i = 0; i < 4_096; i++) {
      data(0, 7, 0);
    }
    assertThat(out.closed).isFalse();
    data(0, 7, 0);
    assertThat(out.fault.code()).isEqualTo(WireException.Code.OVER_BUDGET);
  }

  @Test
  void floodOfPingsEndsTheConnection() {
    for (int i = 0; i < 32; i++) {
      frame(YamuxFrame.PING, YamuxFrame.SYN, 0, i);
    }
    assertThat(out.closed).isFalse();
    now += SECOND / 32;
    frame(YamuxFrame.PING, YamuxFrame.SYN, 0, 99);
    assertThat(out.closed).isFalse();
    frame(YamuxFrame.PING, YamuxFrame.SYN, 0, 100);
    assertThat(out.fault.code()).isEqualTo(WireException.Code.OVER_BUDGET);
  }

  @Test
  void rapidResetsEndTheConnection() {
    for (int i = 0; i < 256; i++) {
      frame(YamuxFrame.WINDOW_UPDATE, YamuxFrame.SYN, 2 * i + 1, 0);
      frame(YamuxFrame.WINDOW_UPDATE, YamuxFrame.RST, 2 * i + 1, 0);
    }
    assertThat(out.closed).isFalse();
    frame(YamuxFrame.WINDOW_UPDATE, YamuxFrame.SYN | YamuxFrame.RST, 1_001, 0);
    assertThat(out.fault.code()).isEqualTo(WireException.Code.OVER_BUDGET);
  }

  @Test
  void makingUsResetIsCountedToo() {
    for (int i = 0; i < 256; i++) {
      frame(YamuxFrame.WINDOW_UPDATE, YamuxFrame.SYN, 2 * i + 1, 0);
      last().stream.reset();
    }
    frame(YamuxFrame.WINDOW_UPDATE, YamuxFrame.SYN, 1_001, 0);
    assertThat(out.closed).isFalse();
    last().stream.reset();
    frame(YamuxFrame.WINDOW_UPDATE, YamuxFrame.SYN, 1_003, 0);
    assertThat(out.fault.code()).isEqualTo(WireException.Code.OVER_BUDGET);
  }

  @Test
  void pingsThePeerAndWaitsForTheAnswer() {
    assertThat(server.nextTickNanos()).isEqualTo(30 * SECOND);
    assertThat(server.latency()).isEmpty();
    server.tick(30 * SECOND - 1);
    assertThat(out.drain()).isEmpty();
    server.tick(30 * SECOND);
    assertThat(out.drain()).containsExactly("PING 1 0 1");
    assertThat(server.nextTickNanos()).isEqualTo(40 * SECOND);
    now = 31 * SECOND;
    frame(YamuxFrame.PING, YamuxFrame.ACK, 0, 77);
    frame(YamuxFrame.PING, YamuxFrame.ACK, 0, 1);
    assertThat(server.latency()).contains(Duration.ofSeconds(1));
    assertThat(server.nextTickNanos()).isEqualTo(60 * SECOND);
    server.tick(60 * SECOND);
    server.tick(70 * SECOND - 1);
    assertThat(out.closed).isFalse();
    server.tick(70 * SECOND);
    assertThat(out.fault.code()).isEqualTo(WireException.Code.TIMEOUT);
  }

  @Test
  void afterThePeersGoodbyeStreamsFinishAndNoneIsOpened() {
    data(YamuxFrame.SYN, 1, 2);
    frame(YamuxFrame.GO_AWAY, 0, 0, 0);
    assertThatThrownBy(server::open).isInstanceOf(Muxer.TooManyStreams.class);
    assertThat(out.closed).isFalse();
    last().send("done");
    last().stream.closeWrite();
    data(YamuxFrame.FIN, 1, 0);
    server.pump();
    assertThat(out.closed).isTrue();
    assertThat(out.fault).isNull();
  }

  @Test
  void streamResetBeforeThePeerHeardOfItSaysNothing() {
    server.open().reset();
    server.pump();
    assertThat(out.drain()).isEmpty();
    assertThat(server.outboundStreams()).isZero();
  }

  @Test
  void buffersOfDrainedAndKilledStreamsAreReleased() {
    ByteBuf in = UnpooledByteBufAllocator.DEFAULT.heapBuffer();
    YamuxFrame.header(in, YamuxFrame.DATA, YamuxFrame.SYN, 1, 3);
    in.writeZero(3);
    YamuxFrame.header(in, YamuxFrame.DATA, 0, 99, 3);
    in.writeZero(3);
    List<MuxedStream> silent = new ArrayList<>();
    YamuxSession own =
        new YamuxSession(YamuxConfig.defaults(), YamuxSession.Role.SERVER, silent::add, out, 0);
    own.read(in, 0);
    assertThat(in.refCnt()).isEqualTo(2);
    ByteBuf waits = Unpooled.buffer().writeZero(5);
    silent.getFirst().write(waits);
    own.disconnected();
    assertThat(in.refCnt()).isEqualTo(1);
    assertThat(waits.refCnt()).isZero();
    RecordingStream late = new RecordingStream(silent.getFirst());
    assertThat(late.resets).isEqualTo(1);
    in.release();
  }

  @Test
  void idleStreamIsSmall() {
    int bytes = sizeOf(YamuxStream.class) + sizeOf(PendingBytes.class);
    assertThat(bytes).isLessThan(200);
  }

  /** What an object takes with 4-byte references: its header, and its fields rounded up. */
  private static int sizeOf(Class<?> type) {
    int bytes = 12;
    for (var field : type.getDeclaredFields()) {
      if (!java.lang.reflect.Modifier.isStatic(field.getModifiers())) {
        bytes += field.getType() == long.class ? 8 : 4;
      }
    }
    return (bytes + 7) / 8 * 8;
  }
}
