package org.trustnet.libp2p.kad;

import java.util.List;
import java.util.random.RandomGenerator;
import org.trustnet.libp2p.PeerInfo;
import org.trustnet.libp2p.host.limits.AddressGroup;
import org.trustnet.libp2p.kad.routing.TableEntry;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.IpAddress;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.Multihash;
import org.trustnet.multiformats.PeerId;

/** Peers made up for tests. */
public final class TestPeers {
  private TestPeers() {}

  /** The peer whose key's hash is that of {@code number}. */
  public static PeerId peer(int number) {
    return PeerId.of(Multihash.sha256(Bytes.utf8("peer " + number)));
  }

  public static PeerId random(RandomGenerator random) {
    byte[] digest = new byte[32];
    random.nextBytes(digest);
    return PeerId.of(new Multihash(Multihash.SHA2_256, Bytes.wrap(digest)));
  }

  /** A public address; each number below 2^16 has a /16 of its own. */
  public static Multiaddr address(int number) {
    int first = 60 + (number >> 8 & 0x3f) % 8;
    return Multiaddr.parse("/ip4/" + first + "." + (number & 0xff) + ".0.1/tcp/4001");
  }

  /** An address group that no other peer is likely to have. */
  static AddressGroup group(PeerId peer) {
    Bytes id = peer.encode();
    IpAddress ip = new IpAddress(id.slice(id.length() - 4, id.length()).compact());
    return new AddressGroup(ip, 32, 0);
  }

  public static PeerInfo info(int number) {
    return new PeerInfo(peer(number), List.of(address(number)));
  }

  public static TableEntry entry(int number) {
    return KadConfig.wan(KadConfig.Scope.NETWORK).entry(info(number));
  }
}
