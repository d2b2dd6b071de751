package org.trustnet.libp2p.host.limits;

/** Which limit refused. */
public enum Limit {
  CONNECTIONS("connections in all"),
  INBOUND_CONNECTIONS("inbound connections"),
  OUTBOUND_CONNECTIONS("outbound connections"),
  HALF_OPEN("connections that are not yet secured"),
  CONNECTIONS_OF_PEER("connections to one peer"),
  CONNECTIONS_OF_IP4("connections from one IPv4 address"),
  CONNECTIONS_OF_IP6_SITE("connections from one IPv6 /56"),
  CONNECTIONS_OF_IP6_BLOCK("connections from one IPv6 /48"),
  ACCEPT_RATE("new connections a second from one address group"),
  ADDRESS_GROUPS("address groups that connected lately"),
  STREAMS("streams in all"),
  INBOUND_STREAMS_OF_CONNECTION("inbound streams of one connection"),
  OUTBOUND_STREAMS_OF_CONNECTION("outbound streams of one connection"),
  INBOUND_STREAMS_OF_PEER("inbound streams of one peer"),
  OUTBOUND_STREAMS_OF_PEER("outbound streams of one peer"),
  STREAMS_OF_PROTOCOL("inbound streams of one peer for one protocol");

  private final String text;

  Limit(String text) {
    this.text = text;
  }

  /** What it limits, for messages. */
  public String text() {
    return text;
  }
}
