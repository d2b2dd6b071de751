package org.trustnet.libp2p.ping;

import java.time.Duration;
import org.trustnet.libp2p.host.StreamException;

/** Why a ping has no answer. */
public sealed interface PingFailure {
  /** Nothing came in time. */
  record TimedOut(Duration after) implements PingFailure {}

  /** The peer sent other bytes than it was sent, or more. */
  record WrongPayload() implements PingFailure {}

  /** The peer ended or reset the stream. */
  record RemoteClosed() implements PingFailure {}

  /** There is no connection, or the peer does not answer pings. */
  record NoStream(StreamException.Kind kind, String reason) implements PingFailure {}
}
