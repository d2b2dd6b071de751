package org.trustnet.libp2p.identify;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.WireException.Code;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.MultiformatException;
import org.trustnet.multiformats.PeerId;

/**
 * Where a peer listens, in its own words: the payload of a signed envelope. Encoded as go-libp2p
 * and js-libp2p do it; RFC 0003 names another domain and type, which only rust-libp2p uses.
 *
 * @param peer whose record it is
 * @param sequence later records have higher ones, 0 to 2^63 - 1; go takes the nanoseconds of the
 *     epoch
 * @param addresses where it listens
 */
public record PeerRecord(PeerId peer, long sequence, List<Multiaddr> addresses) {
  /** What the signature is bound to. */
  public static final String DOMAIN = "libp2p-peer-record";

  /** The multicodec libp2p-peer-record, 0x0301, as go-libp2p writes it. */
  public static final Bytes PAYLOAD_TYPE = Bytes.copyOf((byte) 3, (byte) 1);

  public PeerRecord {
    addresses = List.copyOf(addresses);
  }

  /** This record in an envelope signed by {@code key}, which must be the peer's. */
  public SignedEnvelope seal(PrivateKey key) {
    if (!key.peerId().equals(peer)) {
      throw new IllegalArgumentException("a record of " + peer + " signed by " + key.peerId());
    }
    return SignedEnvelope.seal(key, DOMAIN, PAYLOAD_TYPE, encode());
  }

  /**
   * Opens an envelope and proves that {@code peer} made it.
   *
   * @throws WireException if it is malformed, of another type, made by another peer or its
   *     signature does not verify
   */
  public static PeerRecord open(Bytes envelope, PeerId peer) {
    SignedEnvelope sealed = SignedEnvelope.decode(envelope);
    if (!sealed.payloadType().equals(PAYLOAD_TYPE)) {
      throw WireException.stream(Code.UNSUPPORTED, "an envelope that holds no peer record");
    }
    PeerRecord said = decode(sealed.payload());
    if (!said.peer.equals(peer) || !sealed.key().peerId().equals(peer)) {
      throw WireException.stream(Code.WRONG_PEER, "a peer record of another peer");
    }
    if (!sealed.verify(DOMAIN)) {
      throw WireException.stream(Code.BAD_SIGNATURE, "a peer record whose signature is wrong");
    }
    return said;
  }

  /** Reads the payload; addresses that are not understood are left out. */
  static PeerRecord decode(Bytes payload) {
    try {
      var wire = org.trustnet.schemas.record.PeerRecord.parseFrom(payload.asByteBuffer());
      if (wire.getSeq() < 0) {
        throw WireException.stream(Code.MALFORMED, "a peer record's sequence over 2^63 - 1");
      }
      List<ByteString> addresses =
          wire.getAddressesList().stream()
              .limit(IdentifyConfig.MAX_ADDRESSES)
              .map(info -> info.getMultiaddr())
              .toList();
      return new PeerRecord(
          PeerId.decode(SignedEnvelope.bytes(wire.getPeerId())),
          wire.getSeq(),
          IdentifyWire.addresses(addresses));
    } catch (InvalidProtocolBufferException | MultiformatException e) {
      throw WireException.stream(Code.MALFORMED, "not a peer record: " + e.getMessage());
    }
  }

  Bytes encode() {
    var wire =
        org.trustnet.schemas.record.PeerRecord.newBuilder()
            .setPeerId(SignedEnvelope.string(peer.encode()))
            .setSeq(sequence);
    for (Multiaddr address : addresses) {
      wire.addAddressesBuilder().setMultiaddr(SignedEnvelope.string(address.encode()));
    }
    return Bytes.wrap(wire.build().toByteArray());
  }
}
