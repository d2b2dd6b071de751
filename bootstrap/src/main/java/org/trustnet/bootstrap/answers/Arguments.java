package org.trustnet.bootstrap.answers;

import java.time.Duration;
import java.util.function.Function;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.bootstrap.operation.Request;
import org.trustnet.ipns.name.NamePath;
import org.trustnet.libp2p.PeerInfo;
import org.trustnet.multiformats.Cid;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.MultiformatException;
import org.trustnet.multiformats.PeerId;
import org.trustnet.multiformats.Printable;

/** Reads what users give; a mistake is a usage error that names it. */
final class Arguments {
  /** How long an operation on the network may take unless it says otherwise. */
  static final Duration NETWORK = Duration.ofSeconds(60);

  private Arguments() {}

  private static <T> T read(Function<String, T> reader, String text) {
    try {
      return reader.apply(text);
    } catch (MultiformatException | IllegalArgumentException e) {
      throw OperationException.usage(String.valueOf(e.getMessage()));
    }
  }

  static PeerId peerId(String text) {
    return id(text, "/p2p/", "peer ID, which begins with 12D3…, 16Uiu…, Qm… or k51…");
  }

  private static PeerId id(String text, String prefix, String kind) {
    try {
      return PeerId.parse(text.startsWith(prefix) ? text.substring(prefix.length()) : text);
    } catch (MultiformatException e) {
      throw OperationException.usage(Printable.quote(text) + " is no " + kind);
    }
  }

  /** An IPNS name, with or without {@code /ipns/}. */
  static PeerId name(String text) {
    return id(
        text, "/ipns/", "IPNS name, which begins with k51…, 12D3… or Qm…; key ls -l shows ours");
  }

  static Cid cid(String text) {
    return read(Cid::parse, text.startsWith("/ipfs/") ? text.substring(6) : text);
  }

  /** A path: {@code /ipfs/…}, {@code /ipns/…}, or a bare CID or name with names below. */
  static NamePath path(String text) {
    if (text.startsWith("/")) {
      return read(NamePath::parse, text);
    }
    String first = text.split("/", 2)[0];
    if (!isContent(first) && !isName(first) && first.indexOf('.') < 0) {
      throw OperationException.usage(
          Printable.quote(text) + " is no CID, no IPNS name and no domain");
    }
    return read(NamePath::parse, (isContent(first) ? "/ipfs/" : "/ipns/") + text);
  }

  private static boolean isContent(String text) {
    try {
      return Cid.parse(text).codec() != Cid.LIBP2P_KEY;
    } catch (MultiformatException e) {
      return false;
    }
  }

  private static boolean isName(String text) {
    try {
      PeerId.parse(text);
      return true;
    } catch (MultiformatException e) {
      return false;
    }
  }

  /** A path by way of a name, with or without {@code /ipns/}. */
  static NamePath namePath(String text) {
    return read(NamePath::parse, text.startsWith("/") ? text : "/ipns/" + text);
  }

  /** A multiaddr that ends in {@code /p2p/ID}; without any other part the peer has no address. */
  static PeerInfo peerAddress(String text) {
    Multiaddr address = read(Multiaddr::parse, text);
    PeerId peer =
        address
            .peerId()
            .orElseThrow(
                () -> OperationException.usage(address + " does not end in /p2p/ and a peer ID"));
    return new PeerInfo(peer, address.withoutPeer().stream().toList());
  }

  /** Whether {@link #peer} is meant to read it: an address, or a peer ID. */
  static boolean isPeer(String text) {
    return text.startsWith("/") ? !text.startsWith("/ipns/") : isName(text);
  }

  /** A peer by its ID or an address. */
  static PeerInfo peer(String text) {
    return text.startsWith("/")
        ? peerAddress(text)
        : new PeerInfo(peerId(text), java.util.List.of());
  }

  /**
   * How long the network may take: a little less than the caller's limit, so that there is time to
   * say what was in vain, else {@link #NETWORK}.
   */
  static Duration patience(Request request) {
    return request
        .terms()
        .timeLimit()
        .map(limit -> limit.minus(limit.dividedBy(10)))
        .orElse(NETWORK);
  }
}
