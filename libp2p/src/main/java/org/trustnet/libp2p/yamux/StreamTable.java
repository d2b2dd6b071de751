package org.trustnet.libp2p.yamux;

import io.netty.util.collection.IntObjectHashMap;
import org.jspecify.annotations.Nullable;
import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.muxer.Muxer;

/**
 * The streams of a connection by number, and how many each end has opened. The client's have odd
 * numbers, the server's even ones. On the session's thread.
 */
final class StreamTable {
  private final YamuxSession.Role role;
  private final YamuxConfig.StreamLimits limits;
  private final IntObjectHashMap<YamuxStream> byNumber = new IntObjectHashMap<>();
  private int nextNumber;
  private int inbound;
  private int unacknowledged;

  StreamTable(YamuxSession.Role role, YamuxConfig.StreamLimits limits) {
    this.role = role;
    this.limits = limits;
    this.nextNumber = role == YamuxSession.Role.CLIENT ? 1 : 2;
  }

  @Nullable YamuxStream get(int number) {
    return byNumber.get(number);
  }

  boolean isEmpty() {
    return byNumber.isEmpty();
  }

  int inbound() {
    return inbound;
  }

  int outbound() {
    return byNumber.size() - inbound;
  }

  YamuxStream[] all() {
    return byNumber.values().toArray(new YamuxStream[0]);
  }

  @SuppressWarnings("ReferenceEquality") // a number may be given again
  boolean holds(YamuxStream stream) {
    return byNumber.get(stream.number()) == stream;
  }

  /**
   * Looks whether the peer may open a stream with this number.
   *
   * @throws WireException of the connection if it may not
   */
  void checkOpened(int number) {
    boolean odd = (number & 1) == 1;
    if (odd == (role == YamuxSession.Role.CLIENT)) {
      throw WireException.connection(
          WireException.Code.UNEXPECTED, "yamux: both ends number their streams alike");
    }
    if (byNumber.containsKey(number)) {
      throw WireException.connection(
          WireException.Code.UNEXPECTED, "yamux: a stream that is open was opened again");
    }
  }

  /** Whether the peer has as many streams open as it may. */
  boolean inboundFull() {
    return inbound >= limits.inbound();
  }

  /**
   * The number of the next stream of ours.
   *
   * @throws Muxer.TooManyStreams if the peer has not acknowledged as many as it may leave open
   */
  int nextOutbound() {
    if (unacknowledged >= limits.unacknowledged()) {
      throw new Muxer.TooManyStreams(
          unacknowledged + " streams wait for the peer's acknowledgement");
    }
    if (nextNumber == -1 || nextNumber == -2) {
      throw new Muxer.TooManyStreams("the connection has had as many streams as it can number");
    }
    int number = nextNumber;
    nextNumber += 2;
    return number;
  }

  void add(YamuxStream stream) {
    byNumber.put(stream.number(), stream);
    inbound += stream.inbound() ? 1 : 0;
    unacknowledged += stream.is(YamuxStream.UNACKNOWLEDGED) ? 1 : 0;
  }

  /** Whether it was there. */
  boolean remove(YamuxStream stream) {
    if (!holds(stream)) {
      return false;
    }
    byNumber.remove(stream.number());
    acknowledged(stream);
    inbound -= stream.inbound() ? 1 : 0;
    return true;
  }

  void acknowledged(YamuxStream stream) {
    if (stream.is(YamuxStream.UNACKNOWLEDGED)) {
      stream.clear(YamuxStream.UNACKNOWLEDGED);
      unacknowledged--;
    }
  }
}
