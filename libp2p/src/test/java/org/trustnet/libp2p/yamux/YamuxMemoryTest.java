package org.trustnet.libp2p.yamux;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.trustnet.libp2p.muxer.MemoryAccount;
import org.trustnet.libp2p.muxer.MuxedStream;
import org.trustnet.libp2p.muxer.Muxer;
import org.trustnet.libp2p.muxer.RecordingStream;

/** What a session counts to its peer, and when it gives it back. */
class YamuxMemoryTest {
  private static final int BUDGET = 100;

  private final Budget budget = new Budget();
  private final RecordedFrames out = new RecordedFrames();
  private final YamuxSession session =
      new YamuxSession(YamuxConfig.defaults(), YamuxSession.Role.SERVER, budget, out, 0);

  private static final class Budget implements Muxer.Acceptor, MemoryAccount {
    final List<RecordingStream> accepted = new ArrayList<>();
    int left = BUDGET;

    @Override
    public void onStream(MuxedStream stream) {
      RecordingStream recording = new RecordingStream(stream);
      recording.holdsBack = true;
      accepted.add(recording);
    }

    @Override
    public MemoryAccount memory() {
      return this;
    }

    @Override
    public boolean reserve(int bytes) {
      if (bytes > left) {
        return false;
      }
      left -= bytes;
      return true;
    }

    @Override
    public void release(int bytes) {
      left += bytes;
    }
  }

  private RecordingStream opened(int number) {
    data(YamuxFrame.SYN, number, 0);
    return budget.accepted.getLast();
  }

  private void data(int flags, int stream, int length) {
    ByteBuf in = Unpooled.buffer();
    YamuxFrame.header(in, YamuxFrame.DATA, flags, stream, length);
    in.writeZero(length);
    session.read(in, 0);
  }

  @Test
  void streamOnWhichMoreArrivesThanThePeerMayKeepIsResetAndOthersGoOn() {
    RecordingStream first = opened(1);
    RecordingStream second = opened(3);
    data(0, 1, 60);
    data(0, 3, 40);
    assertThat(budget.left).isZero();
    data(0, 3, 1);
    assertThat(out.lines).containsExactly("WINDOW 8 3 0");
    assertThat(second.resets).isEqualTo(1);
    assertThat(budget.left).isEqualTo(40);
    data(0, 1, 40);
    assertThat(first.received.size()).isEqualTo(100);
    first.letGo();
    assertThat(budget.left).isEqualTo(BUDGET);
    assertThat(session.isOpen()).isTrue();
  }

  @Test
  void streamThatIsWrittenMoreToThanThePeerMayKeepIsReset() {
    out.writable = false;
    RecordingStream first = opened(1);
    RecordingStream second = opened(3);
    first.send(new byte[60]);
    second.send(new byte[40]);
    assertThat(budget.left).isZero();
    second.send(new byte[1]);
    assertThat(second.resets).isEqualTo(1);
    assertThat(budget.left).isEqualTo(40);
    out.writable = true;
    session.pump();
    assertThat(budget.left).isEqualTo(BUDGET);
    assertThat(first.resets).isZero();
  }

  @Test
  void whatAStreamLeavesThatEndedInOrderIsCountedUntilItIsReadOrTheConnectionIsGone() {
    RecordingStream read = opened(1);
    RecordingStream unread = opened(3);
    data(YamuxFrame.FIN, 1, 60);
    data(YamuxFrame.FIN, 3, 30);
    read.stream.closeWrite();
    unread.stream.closeWrite();
    session.pump();
    assertThat(session.inboundStreams()).isZero();
    assertThat(budget.left).isEqualTo(10);
    read.letGo();
    assertThat(budget.left).isEqualTo(70);
    session.disconnected();
    assertThat(budget.left).isEqualTo(BUDGET);
    unread.letGo();
    assertThat(budget.left).isEqualTo(BUDGET);
  }

  @Test
  void everythingIsGivenBackWhenTheConnectionIsGone() {
    out.writable = false;
    opened(1).send(new byte[30]);
    opened(3);
    data(0, 3, 30);
    opened(5).stream.reset();
    data(0, 5, 30);
    assertThat(budget.left).isEqualTo(40);
    session.disconnected();
    assertThat(budget.left).isEqualTo(BUDGET);
  }
}
