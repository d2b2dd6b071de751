package org.trustnet.bootstrap.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.trustnet.bootstrap.clock.Surroundings;
import org.trustnet.libp2p.dns.AddressResolver;
import org.trustnet.libp2p.dns.DnsClient;
import org.trustnet.libp2p.dns.DnsConfig;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.Samples;
import org.trustnet.trust.decide.Policy;
import org.trustnet.trust.decide.Snapshot;
import org.trustnet.trust.file.Holding;
import org.trustnet.trust.model.Overrides;
import org.trustnet.trust.model.Remote;
import org.trustnet.trust.model.TrustLevel;
import org.trustnet.trust.store.MemoryEntryStore;

final class RemoteResolverTest {
  private static final PeerId FRA = Samples.peer("fra");
  private static final String PRIVATE = "/ip4/10.0.0.1/tcp/4001";
  private static final String PUBLIC = "/ip4/8.8.8.8/tcp/4001";

  private static RemoteResolver resolver(Holding... holdings) {
    Surroundings fixed = new Surroundings(() -> Samples.T0, () -> 0L, new Random(1));
    Snapshot snapshot = Snapshot.of(Policy.standard(Samples.peer("self")), List.of(holdings));
    TrustState state =
        new TrustState(new MemoryEntryStore(), new TrustClock(Optional.empty(), fixed), snapshot);
    DnsClient nobody = new DnsClient(new DnsConfig(Map.of()), () -> 0L);
    return new RemoteResolver(state, new AddressResolver(nobody));
  }

  private static List<String> addresses(RemoteResolver resolver, String... remotes) {
    return resolver.addresses(FRA, List.of(remotes).stream().map(Remote::parse).toList()).stream()
        .map(Multiaddr::toString)
        .toList();
  }

  @Test
  void dropsWhatAListMayNotName() {
    RemoteResolver resolver =
        resolver(Samples.list("acme", TrustLevel.TRUSTED, Samples.node("fra", PUBLIC)));
    assertThat(
            addresses(
                resolver,
                PRIVATE,
                PUBLIC + "/p2p/" + FRA,
                "/ip4/8.8.4.4/tcp/0",
                "/ip4/8.8.4.4/tcp/1/p2p/" + Samples.peer("other"),
                "unknown.example"))
        .containsExactly(PUBLIC);
  }

  @Test
  void keepsPrivateAddressesThatTheUserWrote() {
    Holding direct = Samples.direct("fra", TrustLevel.PEER, Overrides.NONE, PRIVATE);
    assertThat(addresses(resolver(direct), PRIVATE)).containsExactly(PRIVATE);
  }

  @Test
  void resolvesSixteenAddressesOfANodeAndNoMore() {
    List<String> many = new ArrayList<>();
    for (int port = 1; port <= RemoteResolver.MAX_ADDRESSES + 1; port++) {
      many.add("/ip4/8.8.8.8/tcp/" + port);
    }
    RemoteResolver resolver = resolver();
    String[] all = many.toArray(String[]::new);
    assertThat(addresses(resolver, all))
        .containsExactlyElementsOf(many.subList(0, RemoteResolver.MAX_ADDRESSES));
  }
}
