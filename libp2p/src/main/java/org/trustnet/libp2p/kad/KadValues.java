package org.trustnet.libp2p.kad;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.trustnet.libp2p.PeerInfo;
import org.trustnet.libp2p.host.StreamException;
import org.trustnet.libp2p.kad.query.Lookup;
import org.trustnet.libp2p.kad.query.ValueSearch;
import org.trustnet.libp2p.kad.records.BestValues;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.PeerId;

/**
 * Values of one DHT: stores them here and with the peers nearest to their key, searches them, and
 * sends the best to those that had a worse one. Blocking, for virtual threads; safe on any thread.
 */
final class KadValues implements AutoCloseable {
  private final PeerId self;
  private final Kad.Tools tools;
  private final KadWalks walks;
  private final KadMessenger messenger;
  private final Corrections corrections = new Corrections();

  KadValues(PeerId self, Kad.Tools tools, KadWalks walks, KadMessenger messenger) {
    this.self = self;
    this.tools = tools;
    this.walks = walks;
    this.messenger = messenger;
  }

  /** As {@link Kad#putValue}. */
  PutOutcome put(Bytes key, Bytes value, Duration timeout) {
    Instant now = tools.clock().wall().instant();
    Optional<String> objection = tools.validator().validate(key, value, now).objection();
    if (objection.isPresent()) {
      return new PutOutcome.Refused(objection.get());
    }
    BestValues ours = new BestValues(tools.store(), tools.validator());
    if (ours.offer(key, value, now) == BestValues.Outcome.OUTDONE) {
      return new PutOutcome.Refused("a newer value is known here");
    }
    return walks.sendToClosest(key, peer -> send(peer, key, value), timeout);
  }

  /** As {@link Kad#findValue}. */
  FoundValue find(Bytes key, int quorum, Consumer<Bytes> told, Duration timeout) {
    ValueSearch search = new ValueSearch(key, tools.validator(), quorum);
    Instant now = tools.clock().wall().instant();
    tools.store().value(key, now).ifPresent(v -> offer(search, self, v.value(), told));
    Set<PeerId> answered = new HashSet<>();
    Lookup.Result result =
        walks.walk(
            KadMessage.request(KadMessage.Type.GET_VALUE, key),
            (from, answer) -> {
              answered.add(from.id());
              valueOf(answer, key).ifPresent(value -> offer(search, from.id(), value, told));
            },
            search::isSatisfied,
            timeout);
    search.best().ifPresent(best -> correct(key, best, search.corrections(result.closest())));
    return new FoundValue(search.best(), answered.size());
  }

  /** As {@link Kad#valueAt}. */
  Optional<Bytes> at(PeerInfo peer, Bytes key, Duration timeout) throws StreamException {
    KadMessage question = KadMessage.request(KadMessage.Type.GET_VALUE, key);
    return valueOf(messenger.ask(peer.id(), peer.addresses(), question, timeout), key);
  }

  private static Optional<Bytes> valueOf(KadMessage answer, Bytes key) {
    return answer.record().filter(record -> record.key().equals(key)).map(record -> record.value());
  }

  private void offer(ValueSearch search, PeerId from, Bytes value, Consumer<Bytes> told) {
    switch (search.offer(from, value, tools.clock().wall().instant())) {
      case ValueSearch.Offer.Better _, ValueSearch.Offer.Worse _, ValueSearch.Offer.Expired _ ->
          told.accept(value);
      case ValueSearch.Offer.NothingNew _, ValueSearch.Offer.Invalid _ -> {}
    }
  }

  private void send(PeerInfo peer, Bytes key, Bytes value) throws StreamException {
    KadMessage answer =
        messenger.ask(peer.id(), peer.addresses(), KadMessage.putValue(key, value), Kad.PUT);
    if (answer.record().filter(record -> record.value().equals(value)).isEmpty()) {
      throw new StreamException(
          StreamException.Kind.PROTOCOL, "kad: PUT_VALUE answered without the value");
    }
  }

  /** Puts the best value to peers that had a worse one or none, without waiting for them. */
  private void correct(Bytes key, Bytes best, List<PeerInfo> peers) {
    if (!peers.isEmpty()) {
      corrections.begin(() -> walks.sendToAll(peers, peer -> send(peer, key, best)));
    }
  }

  /** Corrects nobody any more. */
  @Override
  public void close() {
    corrections.close();
  }
}
