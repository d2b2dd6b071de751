package org.trustnet.libp2p.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.trustnet.libp2p.host.peers.AddressBookLimits;
import org.trustnet.libp2p.host.peers.MemoryAddressBook;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.PeerId;

class AddressRenewalTest {
  private static final Duration LIFE = Duration.ofMinutes(30);

  private Instant wall = Instant.parse("2026-01-01T00:00:00Z");
  private long nanos = 7;
  private final MemoryAddressBook book =
      new MemoryAddressBook(AddressBookLimits.defaults(), () -> wall);

  private void pass(Duration time) {
    wall = wall.plus(time);
    nanos += time.toNanos();
  }

  @Test
  void addressesOfAConnectedPeerOutliveTheirLife() {
    try (TestHosts hosts = new TestHosts()) {
      HostNode here = hosts.start();
      HostNode there = hosts.start();
      ConnectionTable table = new ConnectionTable();
      table.add((NodeConnection) TestHosts.connect(here, there));
      Multiaddr address = Multiaddr.parse("/ip4/127.0.0.1/tcp/4001");
      PeerId gone = TestHosts.key().peerId();
      book.add(there.peer(), List.of(address), LIFE);
      book.add(gone, List.of(address), LIFE);
      AddressRenewal renewal = new AddressRenewal(table, book, LIFE, () -> nanos);

      for (long minutes = 0; minutes < TimeUnit.HOURS.toMinutes(2); minutes++) {
        pass(Duration.ofMinutes(1));
        renewal.lookAfter();
      }

      assertThat(book.addresses(there.peer())).containsExactly(address);
      assertThat(book.addresses(gone)).isEmpty();
    }
  }
}
