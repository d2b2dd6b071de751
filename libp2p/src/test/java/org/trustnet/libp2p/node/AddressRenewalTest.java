package org.trustnet.libp2p.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.trustnet.libp2p.host.Access;
import org.trustnet.libp2p.host.Connection;
import org.trustnet.libp2p.host.HostListener;
import org.trustnet.libp2p.host.peers.AddressBookLimits;
import org.trustnet.libp2p.host.peers.MemoryAddressBook;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.PeerId;

class AddressRenewalTest {
  private static final Duration LIFE = Duration.ofMinutes(30);

  private volatile Instant wall = Instant.parse("2026-01-01T00:00:00Z");
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

  @Test
  void hostTellsAndKeepsTheAddressesOfItsPeersWhenTheClockIsSetADayAhead() {
    try (TestHosts hosts = new TestHosts()) {
      HostNode.Environment usual = TestHosts.environment(Access.open());
      HostNode here =
          hosts.start(
              TestHosts.key(),
              TestHosts.config(),
              new HostNode.Environment(
                  usual.access(), book, usual.wall(), usual.nanos(), usual.random()));
      AtomicBoolean gone = new AtomicBoolean();
      here.listen(
          new HostListener() {
            @Override
            public void onDisconnected(Connection connection) {
              gone.set(true);
            }
          });
      HostNode there = hosts.start();
      Connection connection = TestHosts.connect(there, here);
      Eventually.holds(() -> !book.addresses(there.peer()).isEmpty());
      Set<Multiaddr> told = Set.copyOf(book.addresses(there.peer()));

      wall = wall.plus(Duration.ofDays(1));
      book.protocols(there.peer(), Set.of("/a"));

      assertThat(book.addresses(there.peer())).containsExactlyInAnyOrderElementsOf(told);
      connection.close();
      Eventually.holds(gone::get);
      assertThat(book.addresses(there.peer())).containsExactlyInAnyOrderElementsOf(told);
      wall = wall.plus(LIFE);
      assertThat(book.addresses(there.peer())).isEmpty();
    }
  }
}
