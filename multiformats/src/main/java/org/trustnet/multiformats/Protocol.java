package org.trustnet.multiformats;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The multiaddr protocols known here, multiformats/multiaddr protocols.csv. */
public enum Protocol {
  IP4(4, "ip4", AddressValue.IP4),
  TCP(6, "tcp", AddressValue.PORT),
  UDP(273, "udp", AddressValue.PORT),
  IP6(41, "ip6", AddressValue.IP6),
  IP6ZONE(42, "ip6zone", AddressValue.TEXT),
  IPCIDR(43, "ipcidr", AddressValue.PREFIX_LENGTH),
  DNS(53, "dns", AddressValue.TEXT),
  DNS4(54, "dns4", AddressValue.TEXT),
  DNS6(55, "dns6", AddressValue.TEXT),
  DNSADDR(56, "dnsaddr", AddressValue.TEXT),
  SCTP(132, "sctp", AddressValue.PORT),
  DCCP(33, "dccp", AddressValue.PORT),
  UDT(301, "udt", AddressValue.NONE),
  UTP(302, "utp", AddressValue.NONE),
  UNIX(400, "unix", AddressValue.PATH),
  P2P(421, "p2p", AddressValue.PEER),
  HTTPS(443, "https", AddressValue.NONE),
  ONION3(445, "onion3", AddressValue.ONION3),
  TLS(448, "tls", AddressValue.NONE),
  SNI(449, "sni", AddressValue.TEXT),
  NOISE(454, "noise", AddressValue.NONE),
  QUIC(460, "quic", AddressValue.NONE),
  QUIC_V1(461, "quic-v1", AddressValue.NONE),
  WEBTRANSPORT(465, "webtransport", AddressValue.NONE),
  CERTHASH(466, "certhash", AddressValue.MULTIBASE),
  WS(477, "ws", AddressValue.NONE),
  WSS(478, "wss", AddressValue.NONE),
  HTTP(480, "http", AddressValue.NONE),
  HTTP_PATH(481, "http-path", AddressValue.ENCODED_TEXT),
  WEBRTC_DIRECT(280, "webrtc-direct", AddressValue.NONE),
  WEBRTC(281, "webrtc", AddressValue.NONE),
  P2P_CIRCUIT(290, "p2p-circuit", AddressValue.NONE),
  MEMORY(777, "memory", AddressValue.NUMBER);

  private static final Map<String, Protocol> BY_NAME = new HashMap<>();
  private static final Map<Long, Protocol> BY_CODE = new HashMap<>();

  static {
    for (Protocol protocol : values()) {
      BY_NAME.put(protocol.text, protocol);
      BY_CODE.put(protocol.code, protocol);
    }
    BY_NAME.put("ipfs", P2P);
  }

  private final long code;
  private final String text;
  private final AddressValue value;

  Protocol(long code, String text, AddressValue value) {
    this.code = code;
    this.text = text;
    this.value = value;
  }

  public long code() {
    return code;
  }

  /** The name as it stands in an address's text. */
  public String text() {
    return text;
  }

  AddressValue value() {
    return value;
  }

  static @Nullable Protocol byName(String name) {
    return BY_NAME.get(name);
  }

  static @Nullable Protocol byCode(long code) {
    return BY_CODE.get(code);
  }
}
