package org.trustnet.libp2p.kad;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.trustnet.libp2p.PeerInfo;
import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.WireException.Code;
import org.trustnet.libp2p.kad.KadMessage.Value;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.MultiformatException;
import org.trustnet.multiformats.PeerId;
import org.trustnet.multiformats.Protocol;

/**
 * Kademlia messages to bytes and back, by hand: {@code kad.proto} of the schemas is the form. A
 * message on a stream has its length before it as an unsigned varint; that is the handler's.
 *
 * <p>Strict on structure, types and lengths; tolerant for each element of a list: a peer whose ID
 * is none is dropped, and so is an address that is not understood.
 */
public final class KadWire {
  /** Longest request taken, in bytes: a record of 10 KiB and peers of 8 KiB leave room to spare. */
  public static final int MAX_REQUEST = 64 * 1024;

  /**
   * Longest answer read, in bytes. go sends up to 4 MiB when a key has thousands of providers; 256
   * KiB hold 20 peers of 8 KiB and some hundred providers, and ten answers under way stay small.
   */
  public static final int MAX_RESPONSE = 256 * 1024;

  /** Longest answer sent, in bytes: rust-libp2p refuses 16 KiB and above. */
  public static final int MAX_REPLY = 16 * 1024 - 1;

  /** Longest {@code Peer} message read, in bytes; a longer one is dropped (gokad, 8 KiB). */
  public static final int MAX_PEER = 8 * 1024;

  /** Longest {@code Peer} message written: twenty of them and a key fit a reply. */
  public static final int MAX_PEER_SENT = 720;

  /** Longest key of FIND_NODE and of records, in bytes: the longest in use has about 140. */
  public static final int MAX_KEY = 1_024;

  /** Longest provider key, in bytes (gokad handlers.go). */
  public static final int MAX_PROVIDER_KEY = 80;

  /** Longest value, in bytes: an IPNS record's 10 KiB. */
  public static final int MAX_VALUE = 10 * 1024;

  /** Most peers taken from {@code closerPeers}: twice k, as gokad query.go. */
  public static final int MAX_CLOSER = 40;

  /** Most peers taken from {@code providerPeers}. */
  public static final int MAX_PROVIDERS = 256;

  /** Most addresses kept of one peer: a node with all transports and three relays has thirty. */
  public static final int MAX_ADDRESSES = 32;

  private static final int MAX_TIME = 64;

  static final int TYPE = 1;
  static final int KEY = 2;
  static final int RECORD = 3;
  static final int CLOSER = 8;
  static final int PROVIDERS = 9;
  static final int PEER_ID = 1;
  static final int PEER_ADDRESS = 2;
  static final int RECORD_KEY = 1;
  static final int RECORD_VALUE = 2;
  static final int RECORD_TIME = 5;

  private KadWire() {}

  /**
   * Reads one message.
   *
   * @throws WireException if it is malformed or breaks a limit; scope is the stream
   */
  public static KadMessage decode(Bytes message) {
    byte[] bytes = message.toArray();
    return decode(new KadFields().read(bytes, 0, bytes.length));
  }

  static KadMessage decode(KadFields fields) {
    return new KadMessage(
        fields.type(),
        fields.key(),
        record(fields),
        peers(fields, CLOSER, MAX_CLOSER),
        peers(fields, PROVIDERS, MAX_PROVIDERS));
  }

  static Optional<Value> record(KadFields fields) {
    if (!fields.hasRecord()) {
      return Optional.empty();
    }
    ProtoCursor cursor =
        new ProtoCursor().over(fields.buffer(), fields.recordFrom(), fields.recordTo());
    Bytes key = Bytes.empty();
    Bytes value = Bytes.empty();
    String time = "";
    while (cursor.next()) {
      if (cursor.isBytes(RECORD_KEY)) {
        key = taken(fields, cursor, MAX_KEY, "record key");
      } else if (cursor.isBytes(RECORD_VALUE)) {
        value = taken(fields, cursor, MAX_VALUE, "value");
      } else if (cursor.isBytes(RECORD_TIME)) {
        Bytes text = taken(fields, cursor, MAX_TIME, "time");
        time = new String(text.toArray(), StandardCharsets.US_ASCII);
      }
    }
    return Optional.of(new Value(key, value, time));
  }

  static List<PeerInfo> peers(KadFields fields, int field, int limit) {
    List<PeerInfo> peers = new ArrayList<>();
    ProtoCursor outer = new ProtoCursor().over(fields.buffer(), fields.start(), fields.end());
    while (peers.size() < limit && outer.next()) {
      if (outer.isBytes(field) && outer.to() - outer.from() <= MAX_PEER) {
        PeerInfo peer = peer(fields.buffer(), outer.from(), outer.to());
        if (peer != null) {
          peers.add(peer);
        }
      }
    }
    return peers;
  }

  private static @Nullable PeerInfo peer(byte[] buffer, int from, int to) {
    ProtoCursor cursor = new ProtoCursor().over(buffer, from, to);
    PeerId id = null;
    List<Multiaddr> addresses = new ArrayList<>();
    while (cursor.next()) {
      Bytes field =
          cursor.isBytes(PEER_ID) || cursor.isBytes(PEER_ADDRESS)
              ? Bytes.copyOf(buffer, cursor.from(), cursor.to() - cursor.from())
              : Bytes.empty();
      try {
        if (cursor.isBytes(PEER_ID)) {
          id = PeerId.decode(field);
        } else if (cursor.isBytes(PEER_ADDRESS) && addresses.size() < MAX_ADDRESSES) {
          Multiaddr address = Multiaddr.decode(field);
          if (address.components().getLast().protocol() == Protocol.P2P) {
            address.withoutPeer().ifPresent(addresses::add);
          } else {
            addresses.add(address);
          }
        }
      } catch (MultiformatException e) {
        if (cursor.isBytes(PEER_ID)) {
          return null;
        }
      }
    }
    return id == null ? null : new PeerInfo(id, addresses);
  }

  private static Bytes taken(KadFields fields, ProtoCursor at, int limit, String what) {
    int length = at.to() - at.from();
    if (length > limit) {
      throw WireException.stream(Code.TOO_LARGE, "kad: a " + what + " of " + length + " bytes");
    }
    return Bytes.copyOf(fields.buffer(), at.from(), length);
  }

  /** Writes one message. */
  public static Bytes encode(KadMessage message) {
    Optional<Bytes> record = message.record().map(KadWire::encode);
    List<Bytes> closer = message.closer().stream().map(p -> encode(p, MAX_PEER)).toList();
    List<Bytes> providers = message.providers().stream().map(p -> encode(p, MAX_PEER)).toList();
    int size = 2 + ProtoWriter.sizeOf(message.key().length());
    size += record.map(r -> ProtoWriter.sizeOf(r.length())).orElse(0);
    size += closer.stream().mapToInt(p -> ProtoWriter.sizeOf(p.length())).sum();
    size += providers.stream().mapToInt(p -> ProtoWriter.sizeOf(p.length())).sum();
    ProtoWriter out = new ProtoWriter(new byte[size]);
    writeHead(out, message.type());
    if (!message.key().isEmpty()) {
      out.bytes(KEY, message.key());
    }
    record.ifPresent(r -> out.bytes(RECORD, r));
    closer.forEach(p -> out.bytes(CLOSER, p));
    providers.forEach(p -> out.bytes(PROVIDERS, p));
    return Bytes.copyOf(out.buffer(), 0, out.position());
  }

  /** The type, left out where it is 0 as proto3 does. */
  static void writeHead(ProtoWriter out, KadMessage.Type type) {
    if (type.wire() != 0) {
      out.number(TYPE, type.wire());
    }
  }

  static Bytes encode(Value record) {
    Bytes time = Bytes.utf8(record.timeReceived());
    int size = ProtoWriter.sizeOf(record.key().length());
    size += ProtoWriter.sizeOf(record.value().length()) + ProtoWriter.sizeOf(time.length());
    ProtoWriter out = new ProtoWriter(new byte[size]);
    writeUnlessEmpty(out, RECORD_KEY, record.key());
    writeUnlessEmpty(out, RECORD_VALUE, record.value());
    writeUnlessEmpty(out, RECORD_TIME, time);
    return Bytes.copyOf(out.buffer(), 0, out.position());
  }

  private static void writeUnlessEmpty(ProtoWriter out, int field, Bytes value) {
    if (!value.isEmpty()) {
      out.bytes(field, value);
    }
  }

  /**
   * Reads one {@code Peer} message, as {@link #encode(PeerInfo, int)} wrote it.
   *
   * @throws WireException if it is malformed
   */
  public static PeerInfo decodePeer(Bytes message) {
    PeerInfo peer = peer(message.toArray(), 0, message.length());
    if (peer == null) {
      throw WireException.stream(Code.MALFORMED, "kad: a peer without an ID");
    }
    return peer;
  }

  /**
   * The {@code Peer} message of a peer, with as many of its addresses, from the first, as keep it
   * within {@code limit} bytes.
   */
  public static Bytes encode(PeerInfo peer, int limit) {
    byte[] buffer = new byte[limit];
    ProtoWriter out = new ProtoWriter(buffer);
    out.bytes(PEER_ID, peer.id().encode());
    for (Multiaddr address : peer.addresses()) {
      Bytes encoded = address.encode();
      if (out.position() + ProtoWriter.sizeOf(encoded.length()) <= limit) {
        out.bytes(PEER_ADDRESS, encoded);
      }
    }
    return Bytes.copyOf(buffer, 0, out.position());
  }
}
