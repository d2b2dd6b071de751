package org.trustnet.libp2p.identify;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.WireException.Code;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.MultiformatException;
import org.trustnet.multiformats.Printable;
import org.trustnet.multiformats.PublicKey;
import org.trustnet.schemas.identify.Identify;

/** Bytes of identify messages to what they say, and back. */
final class IdentifyWire {
  private IdentifyWire() {}

  /**
   * Reads all messages of a stream, one behind the other without their lengths: in protobuf that
   * merges them.
   *
   * @throws WireException if they are malformed or name too many protocols
   */
  static IdentifyMessage decode(Bytes merged) {
    if (merged.length() > IdentifyConfig.PART_BYTES * IdentifyConfig.MAX_PARTS) {
      throw WireException.stream(Code.TOO_LARGE, "identify of " + merged.length() + " bytes");
    }
    try {
      Identify wire = Identify.parseFrom(merged.asByteBuffer());
      return new IdentifyMessage(
          key(wire),
          addresses(wire.getListenAddrsList()),
          protocols(wire),
          wire.hasObservedAddr() ? address(wire.getObservedAddr()) : Optional.empty(),
          printable(wire.getProtocolVersion()),
          printable(wire.getAgentVersion()),
          wire.hasSignedPeerRecord()
              ? Optional.of(SignedEnvelope.bytes(wire.getSignedPeerRecord()))
              : Optional.empty());
    } catch (InvalidProtocolBufferException e) {
      throw WireException.stream(Code.MALFORMED, "not an identify message: " + e.getMessage());
    }
  }

  /** Everything but the observed address and the record. */
  static Bytes encode(
      PublicKey key,
      Collection<Multiaddr> addresses,
      Set<String> protocols,
      IdentifyConfig config) {
    Identify.Builder wire =
        Identify.newBuilder()
            .setPublicKey(SignedEnvelope.string(key.encode()))
            .setProtocolVersion(config.protocolVersion())
            .setAgentVersion(config.agent())
            .addAllProtocols(protocols);
    addresses.forEach(address -> wire.addListenAddrs(SignedEnvelope.string(address.encode())));
    return Bytes.wrap(wire.build().toByteArray());
  }

  static Bytes encodeObserved(Multiaddr observed) {
    Identify wire =
        Identify.newBuilder().setObservedAddr(SignedEnvelope.string(observed.encode())).build();
    return Bytes.wrap(wire.toByteArray());
  }

  static Bytes encodeRecord(Bytes envelope) {
    Identify wire =
        Identify.newBuilder().setSignedPeerRecord(SignedEnvelope.string(envelope)).build();
    return Bytes.wrap(wire.toByteArray());
  }

  /** Those that are understood, without a closing {@code /p2p}, the first so many. */
  static List<Multiaddr> addresses(List<ByteString> encoded) {
    List<Multiaddr> understood = new ArrayList<>();
    for (ByteString one :
        encoded.subList(0, Math.min(encoded.size(), IdentifyConfig.MAX_ADDRESSES))) {
      address(one).flatMap(Multiaddr::withoutPeer).ifPresent(understood::add);
    }
    return understood;
  }

  /** An address with an unknown protocol is none to us; it does not spoil the message. */
  private static Optional<Multiaddr> address(ByteString encoded) {
    if (encoded.size() > Multiaddr.MAX_BYTES) {
      return Optional.empty();
    }
    try {
      return Optional.of(Multiaddr.decode(SignedEnvelope.bytes(encoded)));
    } catch (MultiformatException e) {
      return Optional.empty();
    }
  }

  private static Optional<PublicKey> key(Identify wire) {
    if (!wire.hasPublicKey()) {
      return Optional.empty();
    }
    try {
      return Optional.of(PublicKey.decode(SignedEnvelope.bytes(wire.getPublicKey())));
    } catch (MultiformatException e) {
      throw WireException.stream(Code.MALFORMED, "identify with a bad key: " + e.getMessage());
    }
  }

  private static Set<String> protocols(Identify wire) {
    if (wire.getProtocolsCount() > IdentifyConfig.MAX_PROTOCOLS) {
      throw WireException.stream(
          Code.TOO_LARGE,
          wire.getProtocolsCount() + " protocols, at most " + IdentifyConfig.MAX_PROTOCOLS);
    }
    Set<String> protocols = new LinkedHashSet<>();
    for (int i = 0; i < wire.getProtocolsCount(); i++) {
      ByteString name = wire.getProtocolsBytes(i);
      if (name.isValidUtf8() && name.size() <= IdentifyConfig.MAX_PROTOCOL_CHARS) {
        protocols.add(name.toStringUtf8());
      }
    }
    return protocols;
  }

  private static String printable(String text) {
    String cut = text.substring(0, Math.min(text.length(), IdentifyConfig.MAX_VERSION_CHARS));
    String escaped = Printable.escape(cut);
    return escaped.substring(0, Math.min(escaped.length(), IdentifyConfig.MAX_VERSION_CHARS));
  }
}
