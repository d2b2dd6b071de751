package org.trustnet.trust.model;

import java.util.Locale;
import java.util.Optional;

/** What trust is asked for: the 14 functions of the issue, in its order. Trust model, section 2. */
public enum TrustFunction {
  BOOTSTRAP("use for bootstrap", Direction.RELY),
  CONNECT_ON_STARTUP("connect on startup", Direction.RELY),
  HOLD_CONNECTION("hold connection and reconnect to", Direction.RELY),
  AUTONAT("used for autonat detection", Direction.RELY),
  GRAPHSYNC("allow graphsync", Direction.GRANT),
  QUERY_ALL_IPNS("allow to query all ipns", Direction.GRANT),
  PEER_EXCHANGE("trusted peer exchange w/ ratings", Direction.BOTH),
  OFFER_RELAY("offer relay", Direction.GRANT),
  USE_AS_RELAY("use as relay", Direction.RELY),
  REDISTRIBUTE_IPNS("allow redistribute ipns", Direction.ENTRY),
  REMOTE_RESOLVE_IPNS("remote resolve IPNS", Direction.BOTH),
  REMOTE_PUT_DHT("remote put DHT", Direction.BOTH),
  REMOTE_FETCH_DHT("remote fetch DHT", Direction.BOTH),
  REMOTE_FETCH_CID("remote fetch CID", Direction.BOTH);

  /** Who has something from whom. */
  public enum Direction {
    /** The peer may have it from us; checked where the request comes in. */
    GRANT,
    /** We rely on the peer for it; checked where the choice is made. */
    RELY,
    /** Asked from either side. */
    BOTH,
    /** Granted to the entry, never to a peer. */
    ENTRY
  }

  private final String title;
  private final Direction direction;
  private final String id;

  TrustFunction(String title, Direction direction) {
    this.title = title;
    this.direction = direction;
    this.id = name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The identifier that JSON, commands and the API use, for example {@code hold-connection}. */
  public String id() {
    return id;
  }

  /** The issue's own name for it. */
  public String title() {
    return title;
  }

  public Direction direction() {
    return direction;
  }

  /** The side from which it is asked when {@code asked} is: the direction wins, if it has one. */
  public Side side(Side asked) {
    return switch (direction) {
      case GRANT, ENTRY -> Side.GRANT;
      case RELY -> Side.RELY;
      case BOTH -> asked;
    };
  }

  /** Whether {@code Trust.Default} may name it: only what we do for others. Section 3. */
  public boolean mayBeDefault() {
    return switch (this) {
      case GRAPHSYNC,
          OFFER_RELAY,
          AUTONAT,
          USE_AS_RELAY,
          REMOTE_RESOLVE_IPNS,
          REMOTE_PUT_DHT,
          REMOTE_FETCH_DHT,
          REMOTE_FETCH_CID ->
          true;
      default -> false;
    };
  }

  /** Its bit in {@link Functions}: of the moment only, a store keeps {@link #id}s. */
  @SuppressWarnings("EnumOrdinal")
  public int bit() {
    return 1 << ordinal();
  }

  /** The function with this {@link #id}; empty if there is none. */
  public static Optional<TrustFunction> byId(String id) {
    for (TrustFunction function : values()) {
      if (function.id.equals(id)) {
        return Optional.of(function);
      }
    }
    return Optional.empty();
  }
}
