package org.trustnet.libp2p.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.host.StreamException;
import org.trustnet.multiformats.Bytes;

class MessageStreamTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ScriptedStream stream = new ScriptedStream();
  private final MessageStream messages = new MessageStream(stream, () -> stream.nowNanos);

  @Test
  void writesTheLengthBeforeTheMessage() throws Exception {
    messages.write(Bytes.wrap(new byte[300]), SECOND);

    assertThat(stream.written().slice(0, 2)).isEqualTo(Bytes.hex("ac02"));
    assertThat(stream.written().length()).isEqualTo(302);
  }

  @Test
  void readsMessagesThatCameInOnePiece() throws Exception {
    stream.says(Bytes.hex("02aabb00" + "01cc"));

    assertThat(messages.read(10, SECOND)).contains(Bytes.hex("aabb"));
    assertThat(messages.read(10, SECOND)).contains(Bytes.empty());
    assertThat(messages.read(10, SECOND)).contains(Bytes.hex("cc"));
    assertThat(messages.read(10, SECOND)).isEmpty();
  }

  @Test
  void readsAMessageThatCameByteByByte() throws Exception {
    for (String piece : new String[] {"82", "01"}) {
      stream.says(Bytes.hex(piece));
    }
    for (int i = 0; i < 130; i++) {
      stream.says(Bytes.copyOf((byte) i));
    }

    Optional<Bytes> message = messages.read(200, SECOND);

    assertThat(message.orElseThrow().length()).isEqualTo(130);
    assertThat(message.orElseThrow().at(129)).isEqualTo((byte) 129);
  }

  @Test
  void acceptsAMessageAtTheLimitAndRefusesOneAboveIt() throws Exception {
    stream.says(Frames.encode(Bytes.wrap(new byte[1_000])));
    stream.says(Frames.encode(Bytes.wrap(new byte[1_001])));

    assertThat(messages.read(1_000, SECOND)).isPresent();
    assertRefused(WireException.Code.TOO_LARGE);
  }

  @Test
  void makesRoomForAMessageAsItComesAndNotForWhatItsLengthPromises() throws Exception {
    Counted room = new Counted(Integer.MAX_VALUE);
    MessageStream counted = new MessageStream(stream, () -> stream.nowNanos, room);
    Bytes framed = Frames.encode(Bytes.wrap(new byte[4 << 20]));
    stream.says(framed.slice(0, 1_000));

    assertThatThrownBy(() -> counted.read(4 << 20, SECOND)).isInstanceOf(WireException.class);
    assertThat(room.most).isEqualTo(MessageStream.FIRST_BYTES);

    stream.says(framed);
    assertThat(counted.read(4 << 20, SECOND)).contains(Bytes.wrap(new byte[4 << 20]));
    assertThat(room.taken).isEqualTo(4 << 20);

    assertThat(counted.read(10, SECOND)).isEmpty();
    assertThat(room.taken).isZero();
  }

  @Test
  void refusesAMessageForWhichThereIsNoRoomAndGivesBackWhatItHad() {
    Counted room = new Counted(200_000);
    MessageStream counted = new MessageStream(stream, () -> stream.nowNanos, room);
    stream.says(Frames.encode(Bytes.wrap(new byte[300_000])));

    assertThatThrownBy(() -> counted.read(4 << 20, SECOND))
        .isInstanceOfSatisfying(
            WireException.class,
            e -> assertThat(e.code()).isEqualTo(WireException.Code.OVER_BUDGET));
    counted.release();
    assertThat(room.taken).isZero();
  }

  private static final class Counted implements MessageStream.Room {
    private final int limit;
    private int taken;
    private int most;

    Counted(int limit) {
      this.limit = limit;
    }

    @Override
    public boolean take(int bytes) {
      if (taken + bytes > limit) {
        return false;
      }
      taken += bytes;
      most = Math.max(most, taken);
      return true;
    }

    @Override
    public void give(int bytes) {
      taken -= bytes;
    }
  }

  @Test
  void readsALengthOfFiveBytesToItsEnd() {
    stream.says(Bytes.hex("ffffffff7f"));

    assertThatThrownBy(() -> messages.read(1_000, SECOND))
        .isInstanceOf(WireException.class)
        .hasMessageContaining(String.valueOf((1L << 35) - 1));
  }

  @Test
  void refusesALengthOfSixBytesBeforeAllocating() {
    stream.says(Bytes.hex("ffffffffff01"));

    assertRefused(WireException.Code.TOO_LARGE);
  }

  @Test
  void refusesALengthThatIsNotInShortestForm() {
    stream.says(Bytes.hex("8000"));

    assertRefused(WireException.Code.MALFORMED);
  }

  @Test
  void aStreamThatEndsWithinAMessageIsCutOff() {
    stream.says(Bytes.hex("05aabb"));

    assertRefused(WireException.Code.CUT_OFF);
  }

  @Test
  void aStreamThatEndsWithinALengthIsCutOff() {
    stream.says(Bytes.hex("80"));

    assertRefused(WireException.Code.CUT_OFF);
  }

  @Test
  void aMissingMessageIsCutOffWhereOneMustCome() {
    assertThatThrownBy(() -> messages.require(10, SECOND)).isInstanceOf(WireException.class);
  }

  @Test
  void bytesThatDribbleDoNotStretchTheTimeForAMessage() {
    stream.nanosPerRead = Duration.ofMillis(300).toNanos();
    stream.says(Bytes.hex("0a"));
    for (int i = 0; i < 10; i++) {
      stream.says(Bytes.hex("aa"));
    }

    assertThatThrownBy(() -> messages.read(10, SECOND))
        .isInstanceOfSatisfying(
            StreamException.class,
            e -> assertThat(e.kind()).isEqualTo(StreamException.Kind.TIMEOUT));
    assertThat(stream.piecesLeft()).isGreaterThan(6);
  }

  private void assertRefused(WireException.Code code) {
    assertThatThrownBy(() -> messages.read(1_000, SECOND))
        .isInstanceOfSatisfying(WireException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
