package org.trustnet.libp2p.noise;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Cuts messages out of buffers that may end anywhere, each into a heap buffer of its own. Between
 * reads it holds only the part of a message that has arrived. Belongs to one event loop.
 */
final class FrameReader {
  private final ByteBufAllocator allocator;
  private @Nullable ByteBuf partial;

  FrameReader(ByteBufAllocator allocator) {
    this.allocator = allocator;
  }

  /**
   * The next message, without its length, for the caller to release; null when {@code in} is used
   * up before the end of one.
   */
  @Nullable ByteBuf next(ByteBuf in) {
    if (partial == null) {
      ByteBuf whole = whole(in);
      if (whole != null || !in.isReadable()) {
        return whole;
      }
      partial = allocator.heapBuffer(in.readableBytes());
    }
    return complete(in, partial);
  }

  private @Nullable ByteBuf whole(ByteBuf in) {
    if (in.readableBytes() < NoiseTransport.LENGTH_BYTES) {
      return null;
    }
    int length = in.getUnsignedShort(in.readerIndex());
    if (in.readableBytes() < NoiseTransport.LENGTH_BYTES + length) {
      return null;
    }
    in.skipBytes(NoiseTransport.LENGTH_BYTES);
    return allocator.heapBuffer(length).writeBytes(in, length);
  }

  private @Nullable ByteBuf complete(ByteBuf in, ByteBuf part) {
    fill(in, part, NoiseTransport.LENGTH_BYTES);
    if (part.readableBytes() < NoiseTransport.LENGTH_BYTES) {
      return null;
    }
    int length = part.getUnsignedShort(part.readerIndex());
    fill(in, part, NoiseTransport.LENGTH_BYTES + length);
    if (part.readableBytes() < NoiseTransport.LENGTH_BYTES + length) {
      return null;
    }
    partial = null;
    return part.skipBytes(NoiseTransport.LENGTH_BYTES);
  }

  private static void fill(ByteBuf in, ByteBuf part, int upTo) {
    int missing = Math.max(0, upTo - part.readableBytes());
    part.writeBytes(in, Math.min(missing, in.readableBytes()));
  }

  /** Whether it holds no memory. */
  boolean isIdle() {
    return partial == null;
  }

  /** The length of the message that has begun to arrive; 0 while it is not known. */
  int begunLength() {
    return partial == null || partial.readableBytes() < NoiseTransport.LENGTH_BYTES
        ? 0
        : partial.getUnsignedShort(partial.readerIndex());
  }

  void release() {
    if (partial != null) {
      partial.release();
      partial = null;
    }
  }
}
