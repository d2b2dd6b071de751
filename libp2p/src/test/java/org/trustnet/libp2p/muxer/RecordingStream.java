package org.trustnet.libp2p.muxer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A listener that keeps what it hears, and by default consumes at once. */
public class RecordingStream implements StreamListener {
  /** The stream that is listened to. */
  public final MuxedStream stream;

  public final ByteArrayOutputStream received = new ByteArrayOutputStream();
  public int ends;
  public int resets;
  public int writables;
  public boolean holdsBack;
  private int held;

  public RecordingStream(MuxedStream stream) {
    this.stream = stream;
    stream.listen(this);
  }

  @Override
  public void onData(ByteBuf data) {
    int length = data.readableBytes();
    byte[] bytes = new byte[length];
    data.readBytes(bytes);
    data.release();
    received.writeBytes(bytes);
    if (holdsBack) {
      held += length;
    } else {
      stream.consumed(length);
    }
  }

  /** Consumes what was held back, and from now on at once. */
  public void letGo() {
    holdsBack = false;
    stream.consumed(held);
    held = 0;
  }

  public void send(String text) {
    send(text.getBytes(StandardCharsets.UTF_8));
  }

  public void send(byte[] bytes) {
    stream.write(Unpooled.copiedBuffer(bytes));
    stream.flush();
  }

  public String text() {
    return received.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void onEnd() {
    ends++;
  }

  @Override
  public void onReset() {
    resets++;
  }

  @Override
  public void onWritable() {
    writables++;
  }
}
