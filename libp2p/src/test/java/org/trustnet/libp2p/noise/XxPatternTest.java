package org.trustnet.libp2p.noise;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.trustnet.libp2p.crypto.Vectors;
import org.trustnet.libp2p.crypto.X25519KeyPair;
import org.trustnet.multiformats.Bytes;

/** The published vector for this pattern and cipher suite. */
class XxPatternTest {
  private record Message(Bytes payload, Bytes ciphertext) {}

  private final Map<String, Bytes> values = new HashMap<>();
  private final List<Message> messages = new ArrayList<>();

  XxPatternTest() {
    for (String line : Vectors.lines("cacophony/xx.txt")) {
      String[] words = line.split(" ");
      if (words[0].equals("message")) {
        messages.add(new Message(Bytes.hex(words[1]), Bytes.hex(words[2])));
      } else {
        values.put(words[0], Bytes.hex(words[1]));
      }
    }
  }

  @Test
  void agreesWithThePublishedVector() {
    XxPattern initiator = side("init");
    XxPattern responder = side("resp");
    assertThat(initiator.writeFirst(messages.get(0).payload)).isEqualTo(messages.get(0).ciphertext);
    assertThat(responder.readFirst(messages.get(0).ciphertext)).isEqualTo(messages.get(0).payload);
    assertThat(responder.writeSecond(messages.get(1).payload))
        .isEqualTo(messages.get(1).ciphertext);
    assertThat(initiator.readSecond(messages.get(1).ciphertext)).isEqualTo(messages.get(1).payload);
    assertThat(initiator.writeThird(messages.get(2).payload)).isEqualTo(messages.get(2).ciphertext);
    assertThat(responder.readThird(messages.get(2).ciphertext)).isEqualTo(messages.get(2).payload);
    assertThat(initiator.handshakeHash()).isEqualTo(values.get("handshake_hash"));
    assertThat(responder.handshakeHash()).isEqualTo(values.get("handshake_hash"));

    NoiseTransport ofInitiator = initiator.initiatorTransport();
    NoiseTransport ofResponder = responder.responderTransport();
    check(ofResponder, ofInitiator, messages.get(3));
    check(ofInitiator, ofResponder, messages.get(4));
    check(ofResponder, ofInitiator, messages.get(5));
  }

  private static void check(NoiseTransport sender, NoiseTransport receiver, Message message) {
    ByteBuf frame = Unpooled.buffer();
    frame.writeShort(0).writeBytes(message.payload.toArray());
    sender.seal(frame);
    assertThat(frame.readUnsignedShort()).isEqualTo(message.ciphertext.length());
    assertThat(Bytes.wrap(ByteBufUtil.getBytes(frame))).isEqualTo(message.ciphertext);
    receiver.open(frame);
    assertThat(Bytes.wrap(ByteBufUtil.getBytes(frame))).isEqualTo(message.payload);
  }

  private XxPattern side(String name) {
    return new XxPattern(
        values.get("init_prologue"),
        X25519KeyPair.of(values.get(name + "_static")),
        X25519KeyPair.of(values.get(name + "_ephemeral")));
  }
}
