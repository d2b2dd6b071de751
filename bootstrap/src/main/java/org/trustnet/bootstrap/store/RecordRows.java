package org.trustnet.bootstrap.store;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.trustnet.libp2p.host.peers.StoredPeer;
import org.trustnet.libp2p.kad.records.Provider;
import org.trustnet.libp2p.kad.records.StoredValue;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.MultiformatException;
import org.trustnet.multiformats.PeerId;
import org.trustnet.schemas.softstate.PeerRow;
import org.trustnet.schemas.softstate.ProviderRow;
import org.trustnet.schemas.softstate.ValueRow;

/** Soft state as rows. What cannot be read is as if it had never been there. */
final class RecordRows {
  private RecordRows() {}

  static Bytes write(StoredValue value) {
    return Bytes.wrap(
        ValueRow.newBuilder()
            .setValue(raw(value.value()))
            .setReceived(value.received().toEpochMilli())
            .build()
            .toByteArray());
  }

  static Optional<StoredValue> value(Bytes key, Bytes row) {
    try {
      ValueRow read = ValueRow.parseFrom(row.asByteBuffer());
      return Optional.of(
          new StoredValue(key, bytes(read.getValue()), Instant.ofEpochMilli(read.getReceived())));
    } catch (InvalidProtocolBufferException e) {
      return Optional.empty();
    }
  }

  static Bytes providerKey(Bytes multihash, PeerId peer) {
    return Bytes.concat(Bytes.copyOf((byte) multihash.length()), multihash, peer.encode());
  }

  static Bytes write(Provider provider) {
    ProviderRow.Builder row =
        ProviderRow.newBuilder().setReceived(provider.received().toEpochMilli());
    provider.addresses().forEach(address -> row.addAddresses(raw(address.encode())));
    return Bytes.wrap(row.build().toByteArray());
  }

  /** A provider with what it provides. */
  record ProviderOf(Bytes multihash, Provider provider) {}

  static Optional<ProviderOf> provider(Bytes key, Bytes row) {
    try {
      int length = key.unsigned(0);
      PeerId peer = PeerId.decode(key.slice(1 + length));
      ProviderRow read = ProviderRow.parseFrom(row.asByteBuffer());
      List<Multiaddr> addresses = new ArrayList<>();
      for (ByteString address : read.getAddressesList()) {
        addresses.add(Multiaddr.decode(bytes(address)));
      }
      return Optional.of(
          new ProviderOf(
              key.slice(1, 1 + length),
              new Provider(peer, addresses, Instant.ofEpochMilli(read.getReceived()))));
    } catch (InvalidProtocolBufferException | MultiformatException | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  static Bytes write(StoredPeer peer) {
    PeerRow.Builder row =
        PeerRow.newBuilder()
            .addAllProtocols(peer.protocols())
            .setSuccesses(peer.dialling().successes())
            .setFailures(peer.dialling().failures())
            .setSequence(peer.sequence());
    for (StoredPeer.Address address : peer.addresses()) {
      row.addAddresses(
          PeerRow.Address.newBuilder()
              .setMultiaddr(raw(address.address().encode()))
              .setExpires(address.expires().toEpochMilli())
              .setCertified(address.certified()));
    }
    peer.dialling().lastSuccess().ifPresent(t -> row.setLastSuccess(t.toEpochMilli()));
    peer.envelope().ifPresent(envelope -> row.setEnvelope(raw(envelope)));
    return Bytes.wrap(row.build().toByteArray());
  }

  static Optional<StoredPeer> peer(Bytes key, Bytes row) {
    try {
      PeerRow read = PeerRow.parseFrom(row.asByteBuffer());
      List<StoredPeer.Address> addresses = new ArrayList<>();
      for (PeerRow.Address address : read.getAddressesList()) {
        addresses.add(
            new StoredPeer.Address(
                Multiaddr.decode(bytes(address.getMultiaddr())),
                Instant.ofEpochMilli(address.getExpires()),
                address.getCertified()));
      }
      return Optional.of(
          new StoredPeer(
              PeerId.decode(key),
              addresses,
              new HashSet<>(read.getProtocolsList()),
              new StoredPeer.Dialling(
                  read.getSuccesses(),
                  read.getFailures(),
                  read.hasLastSuccess()
                      ? Optional.of(Instant.ofEpochMilli(read.getLastSuccess()))
                      : Optional.empty()),
              read.getSequence(),
              read.getEnvelope().isEmpty()
                  ? Optional.empty()
                  : Optional.of(bytes(read.getEnvelope()))));
    } catch (InvalidProtocolBufferException | MultiformatException e) {
      return Optional.empty();
    }
  }

  private static ByteString raw(Bytes bytes) {
    return ByteString.copyFrom(bytes.asByteBuffer());
  }

  private static Bytes bytes(ByteString raw) {
    return Bytes.wrap(raw.toByteArray());
  }
}
