package org.trustnet.bootstrap.content;

import java.time.Duration;
import java.util.function.Consumer;
import org.trustnet.ipns.bitswap.Bitswap;
import org.trustnet.libp2p.host.DialOutcome;
import org.trustnet.libp2p.host.DialTargets;
import org.trustnet.libp2p.host.Host;
import org.trustnet.libp2p.kad.DualKad;
import org.trustnet.multiformats.Cid;
import org.trustnet.multiformats.PeerId;

/** Finds providers in the DHT and connects to them. */
final class DhtProviders implements Bitswap.ProviderSearch {
  /** Providers looked for in one search; as Kubo. */
  private static final int COUNT = 10;

  private static final Duration DIAL = Duration.ofSeconds(10);

  private final Host host;
  private final DualKad kad;

  DhtProviders(Host host, DualKad kad) {
    this.host = host;
    this.kad = kad;
  }

  @Override
  public void search(Cid cid, Duration timeout, Consumer<PeerId> found) {
    kad.findProviders(
        cid.hash().encode(),
        COUNT,
        provider -> {
          if (!provider.id().equals(host.peer())
              && host.connect(provider.id(), DialTargets.heard(provider.addresses()), DIAL)
                  instanceof DialOutcome.Connected) {
            found.accept(provider.id());
          }
        },
        timeout);
  }
}
