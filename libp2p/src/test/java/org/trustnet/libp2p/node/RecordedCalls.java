package org.trustnet.libp2p.node;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.trustnet.libp2p.muxer.MuxedStream;
import org.trustnet.libp2p.muxer.StreamListener;

/** Notes what is asked of the multiplexer. */
final class RecordedCalls implements MuxedStream {
  private final List<String> made = new ArrayList<>();

  List<String> made() {
    return List.copyOf(made);
  }

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
    made.add("listen");
  }

  @Override
  public void write(ByteBuf data) {
    made.add("write");
    data.release();
  }

  @Override
  public void flush() {
    made.add("flush");
  }

  @Override
  public boolean writable() {
    return true;
  }

  @Override
  public void consumed(int bytes) {
    made.add("consumed");
  }

  @Override
  public void closeWrite() {
    made.add("closeWrite");
  }

  @Override
  public void reset() {
    made.add("reset");
  }
}
