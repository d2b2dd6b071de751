package org.trustnet.libp2p.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MailboxTest {
  @Test
  void givesBackWhatCameInAnyPieces() {
    Random random = new Random(11);
    Mailbox mailbox = new Mailbox(2_000);
    ByteArrayOutputStream in = new ByteArrayOutputStream();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int round = 0; round < 2_000; round++) {
      byte[] piece = new byte[random.nextInt(300)];
      random.nextBytes(piece);
      if (mailbox.put(Unpooled.wrappedBuffer(piece))) {
        in.writeBytes(piece);
      }
      byte[] target = new byte[random.nextInt(400) + 1];
      int count = mailbox.take(target, 0, target.length);
      out.write(target, 0, count);
    }
    byte[] rest = new byte[2_000];
    out.write(rest, 0, mailbox.take(rest, 0, rest.length));

    assertThat(out.toByteArray()).isEqualTo(in.toByteArray());
    assertThat(mailbox.size()).isZero();
  }

  @Test
  void takesItsCapacityAndNotAByteMore() {
    Mailbox mailbox = new Mailbox(1_000);
    ByteBuf tooMuch = Unpooled.wrappedBuffer(new byte[1]);

    assertThat(mailbox.put(Unpooled.wrappedBuffer(new byte[1_000]))).isTrue();
    assertThat(mailbox.put(tooMuch)).isFalse();
    assertThat(tooMuch.readableBytes()).isEqualTo(1);
  }
}
