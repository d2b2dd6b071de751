package org.trustnet.libp2p.kad;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.trustnet.libp2p.PeerInfo;
import org.trustnet.libp2p.host.Host;
import org.trustnet.libp2p.kad.query.ProviderSearch;
import org.trustnet.libp2p.kad.records.RepublishSchedule;
import org.trustnet.multiformats.Bytes;

/**
 * Providers of one DHT: announces what we have, again when it is due, and searches who has what.
 * Blocking, for virtual threads; safe on any thread.
 */
final class KadProviders implements AutoCloseable {
  private final Host host;
  private final KadConfig config;
  private final Kad.Tools tools;
  private final KadWalks walks;
  private final KadMessenger messenger;
  private final RepublishSchedule own = new RepublishSchedule();
  private final Republisher republisher;

  KadProviders(
      Host host,
      KadConfig config,
      Kad.Tools tools,
      KadWalks walks,
      KadMessenger messenger,
      IntSupplier tableSize) {
    this.host = host;
    this.config = config;
    this.tools = tools;
    this.walks = walks;
    this.messenger = messenger;
    this.republisher =
        new Republisher(
            own,
            () -> tableSize.getAsInt() > 0,
            key -> announce(key, Kad.REFRESH_LOOKUP),
            tools.clock());
  }

  /** As {@link Kad#provide}. */
  PutOutcome provide(Bytes multihash, Duration timeout) {
    Optional<PutOutcome.Refused> refused = refusal(multihash);
    if (refused.isPresent()) {
      return refused.get();
    }
    if (!own.add(multihash, RepublishSchedule.PROVIDERS, tools.clock().now())) {
      return tooMany();
    }
    claim(multihash);
    return announce(multihash, timeout);
  }

  /** As {@link DualKad#claim}. */
  void claim(Bytes multihash) {
    if (tools.provided().size() < RepublishSchedule.MAX_KEYS) {
      tools.provided().add(multihash.compact());
    }
  }

  /** As {@link Kad#provideLater}. */
  Optional<PutOutcome.Refused> provideLater(Bytes multihash) {
    Optional<PutOutcome.Refused> refused = refusal(multihash);
    if (refused.isPresent()) {
      return refused;
    }
    if (!own.addDue(multihash, RepublishSchedule.PROVIDERS, tools.clock().now())) {
      return Optional.of(tooMany());
    }
    claim(multihash);
    return Optional.empty();
  }

  private static Optional<PutOutcome.Refused> refusal(Bytes multihash) {
    return multihash.isEmpty() || multihash.length() > KadWire.MAX_PROVIDER_KEY
        ? Optional.of(new PutOutcome.Refused("a multihash of " + multihash.length() + " bytes"))
        : Optional.empty();
  }

  private static PutOutcome.Refused tooMany() {
    return new PutOutcome.Refused("more than " + RepublishSchedule.MAX_KEYS + " keys");
  }

  /** As {@link Kad#findProviders}. */
  void find(Bytes multihash, int count, Consumer<PeerInfo> found, Duration timeout) {
    ProviderSearch search = new ProviderSearch(count);
    List<PeerInfo> here = new ArrayList<>();
    if (tools.provided().contains(multihash)) {
      here.add(new PeerInfo(host.peer(), host.announcedAddresses()));
    }
    tools.store().providers(multihash, tools.clock().wall().instant()).stream()
        .map(p -> new PeerInfo(p.peer(), p.addresses()))
        .forEach(here::add);
    search.offer(usable(here)).forEach(found);
    walks.walk(
        KadMessage.request(KadMessage.Type.GET_PROVIDERS, multihash),
        (from, answer) -> search.offer(usable(answer.providers())).forEach(found),
        search::isSatisfied,
        timeout);
  }

  private List<PeerInfo> usable(List<PeerInfo> providers) {
    return providers.stream()
        .filter(p -> p.id().equals(host.peer()) || host.permits(p.id()))
        .map(p -> new PeerInfo(p.id(), config.policy().kept(p.addresses())))
        .toList();
  }

  /** Begins with own keys that are due to be announced again. */
  void announceDue() {
    republisher.begin();
  }

  private PutOutcome announce(Bytes multihash, Duration timeout) {
    PeerInfo self = new PeerInfo(host.peer(), config.policy().kept(host.announcedAddresses()));
    if (self.addresses().isEmpty()) {
      return new PutOutcome.Refused("no address of ours to tell in " + config.protocol());
    }
    KadMessage message = KadMessage.addProvider(multihash, self);
    PutOutcome outcome =
        walks.sendToClosest(
            multihash,
            peer -> messenger.tell(peer.id(), peer.addresses(), message, Kad.PUT),
            timeout);
    if (outcome instanceof PutOutcome.Sent(int stored, int asked) && stored > 0) {
      own.done(multihash, tools.clock().now());
    }
    return outcome;
  }

  @Override
  public void close() {
    republisher.close();
  }
}
