package org.trustnet.libp2p.yamux;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.trustnet.libp2p.WireException;

/** Keeps what a session says, as bytes and as one line a frame. */
final class RecordedFrames implements YamuxEffects {
  final List<String> lines = new ArrayList<>();
  final ByteBuf bytes = Unpooled.buffer();
  boolean writable = true;
  int wakes;
  boolean closed;
  @Nullable WireException fault;

  @Override
  public boolean writable() {
    return writable;
  }

  @Override
  public void frame(int type, int flags, int stream, int length) {
    String name = List.of("DATA", "WINDOW", "PING", "GOAWAY").get(type);
    lines.add(name + " " + flags + " " + Integer.toUnsignedLong(stream) + " " + length);
    YamuxFrame.header(bytes, type, flags, stream, length);
  }

  @Override
  public void payload(ByteBuf piece) {
    bytes.writeBytes(piece);
    piece.release();
  }

  @Override
  public void wake() {
    wakes++;
  }

  @Override
  public void close(@Nullable WireException why) {
    closed = true;
    fault = why;
  }

  /** All bytes since the last call. */
  String hex() {
    String hex = ByteBufUtil.hexDump(bytes);
    bytes.clear();
    return hex;
  }

  /** All lines since the last call. */
  List<String> drain() {
    List<String> all = List.copyOf(lines);
    lines.clear();
    bytes.clear();
    return all;
  }
}
