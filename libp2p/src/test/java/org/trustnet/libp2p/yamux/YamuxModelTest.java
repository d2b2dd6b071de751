package org.trustnet.libp2p.yamux;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trustnet.libp2p.muxer.MuxedStream;
import org.trustnet.libp2p.muxer.RecordingStream;

/**
 * Random operations on both ends, bytes between them cut and delayed at random, against a model:
 * what one end hears of a stream is a prefix of what the other wrote, and all of it once both are
 * quiet; an end comes after all data; a reset is heard at most once; nothing closes the connection.
 */
class YamuxModelTest {
  /** One stream as the model knows it. Index 0 is the opener, 1 the other end. */
  private static final class Modelled {
    final RecordingStream[] ends = new RecordingStream[2];
    final ByteArrayOutputStream[] written = {
      new ByteArrayOutputStream(), new ByteArrayOutputStream()
    };
    final boolean[] closed = new boolean[2];
    boolean reset;
  }

  private static final class End {
    final RecordedFrames out = new RecordedFrames();
    final YamuxSession session;
    final List<RecordingStream> accepted = new ArrayList<>();
    final ArrayDeque<Modelled> opened = new ArrayDeque<>();

    End(YamuxSession.Role role) {
      session = new YamuxSession(YamuxConfig.defaults(), role, s -> accept(s), out, 0);
    }

    private void accept(MuxedStream stream) {
      accepted.add(new RecordingStream(stream));
    }
  }

  private final List<Modelled> all = new ArrayList<>();
  private End[] ends;
  private Random random;
  private long now;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void agreesWithTheModel(long seed) {
    random = new Random(seed);
    ends = new End[] {new End(YamuxSession.Role.CLIENT), new End(YamuxSession.Role.SERVER)};
    for (int i = 0; i < 1_500; i++) {
      now += 2_000_000;
      operate();
      if (random.nextInt(4) == 0) {
        carry(random.nextInt(2), random.nextInt(1, 100_000));
        match();
        check(i % 50 == 0 ? 40 : 3);
      }
    }
    settle();
    checkComplete();
  }

  private void operate() {
    int side = random.nextInt(2);
    if (random.nextInt(20) == 0 && ends[side].session.outboundStreams() < 40) {
      open(side);
      return;
    }
    if (all.isEmpty()) {
      return;
    }
    Modelled stream = all.get(Math.max(0, all.size() - 1 - random.nextInt(30)) % all.size());
    int which = random.nextInt(2);
    RecordingStream end = stream.ends[which];
    if (end == null) {
      return;
    }
    switch (random.nextInt(20)) {
      case 0 -> close(stream, which);
      case 1 -> {
        stream.reset = true;
        end.stream.reset();
      }
      case 2, 3 -> end.holdsBack = true;
      case 4, 5, 6 -> end.letGo();
      case 7 -> end.stream.flush();
      default -> write(stream, which);
    }
  }

  private void open(int side) {
    Modelled stream = new Modelled();
    stream.ends[0] = new RecordingStream(ends[side].session.open());
    ends[side].opened.add(stream);
    all.add(stream);
  }

  private void close(Modelled stream, int which) {
    stream.closed[which] = true;
    stream.ends[which].stream.closeWrite();
  }

  private void write(Modelled stream, int which) {
    RecordingStream end = stream.ends[which];
    if (!end.stream.writable()) {
      return;
    }
    byte[] bytes = new byte[random.nextInt(4) == 0 ? random.nextInt(90_000) : random.nextInt(200)];
    random.nextBytes(bytes);
    stream.written[which].writeBytes(bytes);
    end.stream.write(Unpooled.wrappedBuffer(bytes));
    if (random.nextBoolean()) {
      end.stream.flush();
    }
  }

  private boolean carry(int from, int limit) {
    RecordedFrames out = ends[from].out;
    out.writable = random.nextInt(5) != 0;
    ends[from].session.pump();
    int left = Math.min(limit, out.bytes.readableBytes());
    boolean moved = left > 0;
    while (left > 0) {
      int length = Math.min(left, random.nextInt(1, 20_000));
      ByteBuf piece = out.bytes.readRetainedSlice(length);
      ends[1 - from].session.read(piece, now);
      piece.release();
      left -= length;
    }
    out.bytes.discardReadBytes();
    return moved;
  }

  /** Streams arrive in the order in which they were opened: pairs them. */
  private void match() {
    for (int side = 0; side < 2; side++) {
      List<RecordingStream> arrived = ends[1 - side].accepted;
      for (RecordingStream end : arrived) {
        for (Modelled stream : ends[side].opened) {
          if (stream.ends[0].stream.id() == end.stream.id()) {
            stream.ends[1] = end;
          }
        }
      }
      arrived.clear();
    }
  }

  private void check(int checked) {
    for (End end : ends) {
      assertThat(end.out.closed).as("%s", end.out.fault).isFalse();
    }
    for (Modelled stream : all.subList(Math.max(0, all.size() - checked), all.size())) {
      for (int which = 0; which < 2; which++) {
        RecordingStream end = stream.ends[which];
        if (end == null) {
          continue;
        }
        byte[] sent = stream.written[1 - which].toByteArray();
        byte[] heard = end.received.toByteArray();
        assertThat(heard.length).isLessThanOrEqualTo(sent.length);
        assertThat(Arrays.equals(heard, Arrays.copyOf(sent, heard.length))).isTrue();
        assertThat(end.ends).isLessThanOrEqualTo(stream.closed[1 - which] ? 1 : 0);
        assertThat(end.resets).isLessThanOrEqualTo(stream.reset ? 1 : 0);
        assertThat(end.ends == 1 && heard.length < sent.length).isFalse();
      }
    }
  }

  private void settle() {
    for (Modelled stream : all) {
      for (RecordingStream end : stream.ends) {
        if (end != null) {
          end.letGo();
          end.stream.flush();
        }
      }
    }
    int quiet = 0;
    while (quiet < 20) {
      now += 2_000_000;
      boolean moved = carry(0, Integer.MAX_VALUE) | carry(1, Integer.MAX_VALUE);
      match();
      for (Modelled stream : all) {
        if (stream.ends[1] != null) {
          stream.ends[1].letGo();
        }
      }
      quiet = moved ? 0 : quiet + 1;
    }
    check(all.size());
  }

  private void checkComplete() {
    int open = 0;
    for (Modelled stream : all) {
      if (stream.reset) {
        continue;
      }
      open += stream.closed[0] && stream.closed[1] ? 0 : 1;
      for (int which = 0; which < 2; which++) {
        RecordingStream end = stream.ends[which];
        assertThat(end.received.size()).isEqualTo(stream.written[1 - which].size());
        assertThat(end.ends).isEqualTo(stream.closed[1 - which] ? 1 : 0);
        assertThat(end.resets).isZero();
      }
    }
    for (End end : ends) {
      assertThat(end.session.inboundStreams() + end.session.outboundStreams()).isEqualTo(open);
      assertThat(end.session.unconsumed()).isZero();
    }
  }
}
