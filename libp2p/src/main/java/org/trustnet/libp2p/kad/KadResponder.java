package org.trustnet.libp2p.kad;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.trustnet.libp2p.PeerInfo;
import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.WireException.Code;
import org.trustnet.libp2p.host.limits.AddressGroup;
import org.trustnet.libp2p.host.limits.RateBudget;
import org.trustnet.libp2p.kad.KadMessage.Value;
import org.trustnet.libp2p.kad.records.BestValues;
import org.trustnet.libp2p.kad.records.Provider;
import org.trustnet.libp2p.kad.records.RecordStore;
import org.trustnet.libp2p.kad.records.RecordValidator;
import org.trustnet.libp2p.kad.routing.RoutingTable;
import org.trustnet.libp2p.kad.routing.TableEntry;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Multiaddr;
import org.trustnet.multiformats.MultiformatException;
import org.trustnet.multiformats.PeerId;

/**
 * Answers requests, ipfs/specs kad-dht.md "RPC messages"; where its echo of ADD_PROVIDER differs
 * from go, rust and js we are silent as they are. Any thread, each with its own {@link KadScratch}:
 * FIND_NODE reads one volatile snapshot and copies encoded peers. It allocates only when the target
 * is a peer outside the table.
 *
 * <p>There is no error message in this protocol: a request that is not answered is refused by a
 * {@link WireException} that resets the stream.
 */
public final class KadResponder {
  /**
   * PUT_VALUEs of one peer a second, each a signature check; a republisher sends them in bursts.
   */
  static final double PUTS_PER_SECOND = 10;

  static final int PUT_BURST = 100;

  /** PUT_VALUEs of one address group a second, under however many keys: those of two peers. */
  static final double GROUP_PUTS_PER_SECOND = 20;

  static final int GROUP_PUT_BURST = 200;

  /** ADD_PROVIDERs of one peer a second; one that provides much sends whole regions at once. */
  static final double PROVIDES_PER_SECOND = 200;

  static final int PROVIDE_BURST = 4_000;

  /** ADD_PROVIDERs of one address group a second, under however many keys: those of two peers. */
  static final double GROUP_PROVIDES_PER_SECOND = 400;

  static final int GROUP_PROVIDE_BURST = 8_000;

  /** Of a reply to GET_PROVIDERS the part that providers may take before closer peers. */
  private static final int PROVIDER_SHARE = KadWire.MAX_REPLY / 2;

  /** How a request is answered. */
  public enum Answer {
    /** The reply stands in the scratch. */
    REPLY,
    /** No reply is due; the stream stays open. */
    SILENCE,
    /** Give {@link #putRequest} to {@link #store} on a thread that may take its time. */
    STORE
  }

  /**
   * Who asks. A peer costs a key, which is free: what is limited is limited for its group too.
   *
   * @param peer whose connection it is
   * @param group where it comes from
   */
  public record Requester(PeerId peer, AddressGroup group) {}

  /** Of a kind of record, what each peer and each address group may send. */
  private record Budget(RateBudget<PeerId> ofPeer, RateBudget<AddressGroup> ofGroup) {
    /** Counts one; refuses it if it is too much. */
    void take(Requester who, long now) {
      if (!ofPeer.take(who.peer(), now)) {
        throw WireException.stream(Code.OVER_BUDGET, "kad: too many records from one peer");
      }
      if (!ofGroup.take(who.group(), now)) {
        throw WireException.stream(
            Code.OVER_BUDGET, "kad: too many records from one address group");
      }
    }
  }

  /**
   * What a responder answers from.
   *
   * @param self this node
   * @param table the routing table
   * @param store values and providers
   * @param validator judges values
   * @param known addresses of peers, ourselves among them
   * @param wall the time that records are aged by
   */
  public record Sources(
      PeerId self,
      RoutingTable table,
      RecordStore store,
      RecordValidator validator,
      KnownPeers known,
      InstantSource wall) {}

  private final Sources from;
  private final KadConfig config;
  private final Budget puts =
      new Budget(
          new RateBudget<>(PUTS_PER_SECOND, PUT_BURST),
          new RateBudget<>(GROUP_PUTS_PER_SECOND, GROUP_PUT_BURST));
  private final Budget provides =
      new Budget(
          new RateBudget<>(PROVIDES_PER_SECOND, PROVIDE_BURST),
          new RateBudget<>(GROUP_PROVIDES_PER_SECOND, GROUP_PROVIDE_BURST));

  public KadResponder(Sources sources, KadConfig config) {
    this.from = sources;
    this.config = config;
  }

  /**
   * Answers the request in {@code buffer} from {@code start} to {@code end}.
   *
   * @param requester who sent it
   * @param now for rates
   * @throws WireException if it is refused; the stream is to be reset
   */
  public Answer answer(
      byte[] buffer, int start, int end, Requester requester, long now, KadScratch scratch) {
    PeerId peer = requester.peer();
    KadFields request = scratch.fields.read(buffer, start, end);
    scratch.out.at(0);
    if (request.type() != KadMessage.Type.PING && request.keyLength() == 0) {
      throw WireException.stream(Code.MALFORMED, "kad: " + request.type() + " without a key");
    }
    return switch (request.type()) {
      case FIND_NODE -> findNode(peer, scratch);
      case GET_VALUE -> getValue(peer, scratch);
      case PUT_VALUE -> {
        puts.take(requester, now);
        yield Answer.STORE;
      }
      case GET_PROVIDERS -> getProviders(peer, scratch);
      case ADD_PROVIDER -> {
        provides.take(requester, now);
        yield addProvider(requester, scratch);
      }
      case PING -> {
        KadWire.writeHead(scratch.out, KadMessage.Type.PING);
        yield Answer.REPLY;
      }
    };
  }

  /**
   * The value that the PUT_VALUE just read asks to store.
   *
   * @throws WireException if it has no record, or a record of another key
   */
  public Value putRequest(KadScratch scratch) {
    Optional<Value> record = KadWire.record(scratch.fields);
    if (record.isEmpty() || !record.get().key().equals(scratch.fields.key())) {
      throw WireException.stream(Code.MALFORMED, "kad: PUT_VALUE without a record of its key");
    }
    return record.get();
  }

  /**
   * Judges a value and stores it if it is valid and not worse than what is there. May take as long
   * as a signature check: not for event loops.
   *
   * @return the reply
   * @throws WireException if it is refused; the stream is to be reset
   */
  public Bytes store(Value offered) {
    Instant now = from.wall().instant();
    Optional<String> objection =
        from.validator().validate(offered.key(), offered.value(), now).objection();
    if (objection.isPresent()) {
      throw WireException.stream(Code.BAD_SIGNATURE, "kad: invalid record: " + objection.get());
    }
    storeIfBest(offered, now);
    return KadWire.encode(
        new KadMessage(
            KadMessage.Type.PUT_VALUE, offered.key(), Optional.of(offered), List.of(), List.of()));
  }

  private void storeIfBest(Value offered, Instant now) {
    BestValues kept = new BestValues(from.store(), from.validator());
    switch (kept.offer(offered.key(), offered.value(), now)) {
      case STORED -> {}
      case OUTDONE -> throw WireException.stream(Code.UNEXPECTED, "kad: old record");
      case NO_ROOM -> throw WireException.stream(Code.OVER_BUDGET, "kad: no room for this record");
    }
  }

  private Answer findNode(PeerId requester, KadScratch scratch) {
    KadWire.writeHead(scratch.out, KadMessage.Type.FIND_NODE);
    scratch.aimAtKey();
    from.table().snapshot().nearest(scratch.nearest);
    scratch.startBalance();
    int first = 0;
    if (scratch.nearest.size() > 0 && scratch.nearest.isTarget(0)) {
      append(scratch, scratch.nearest.at(first++));
    } else {
      TableEntry target = knownTarget(scratch);
      if (target != null) {
        append(scratch, target);
      }
    }
    appendNearest(requester, scratch, first);
    return Answer.REPLY;
  }

  /** The peer that the key names, wherever we know it from: ourselves, a client, a private one. */
  private @Nullable TableEntry knownTarget(KadScratch scratch) {
    PeerId target;
    try {
      target = PeerId.decode(scratch.fields.key());
    } catch (MultiformatException e) {
      return null;
    }
    List<Multiaddr> addresses =
        from.known().mayBeNamed(target) ? from.known().addresses(target) : List.of();
    return addresses.isEmpty() ? null : config.entry(new PeerInfo(target, addresses));
  }

  private Answer getValue(PeerId requester, KadScratch scratch) {
    KadWire.writeHead(scratch.out, KadMessage.Type.GET_VALUE);
    Bytes key = scratch.fields.key();
    scratch.out.bytes(KadWire.KEY, key);
    from.store()
        .value(key, from.wall().instant())
        .map(v -> KadWire.encode(new Value(key, v.value(), v.received().toString())))
        .filter(record -> scratch.hasRoom(record.length()))
        .ifPresent(record -> scratch.out.bytes(KadWire.RECORD, record));
    appendCloser(requester, scratch);
    return Answer.REPLY;
  }

  private Answer getProviders(PeerId requester, KadScratch scratch) {
    Bytes key = providerKey(scratch);
    KadWire.writeHead(scratch.out, KadMessage.Type.GET_PROVIDERS);
    scratch.out.bytes(KadWire.KEY, key);
    boolean room = !from.known().weProvide(key) || appendProvider(scratch, from.self(), List.of());
    for (Provider provider : from.store().providers(key, from.wall().instant())) {
      if (!room) {
        break;
      }
      if (from.known().mayBeNamed(provider.peer())) {
        room = appendProvider(scratch, provider.peer(), provider.addresses());
      }
    }
    appendCloser(requester, scratch);
    return Answer.REPLY;
  }

  /** Adds a provider, with the addresses that are known of it if none are told; if it fits. */
  private boolean appendProvider(KadScratch scratch, PeerId provider, List<Multiaddr> told) {
    List<Multiaddr> addresses =
        told.isEmpty() ? config.policy().kept(from.known().addresses(provider)) : told;
    Bytes peer = KadWire.encode(new PeerInfo(provider, addresses), KadWire.MAX_PEER_SENT);
    if (scratch.out.position() + ProtoWriter.sizeOf(peer.length()) > PROVIDER_SHARE) {
      return false;
    }
    scratch.out.bytes(KadWire.PROVIDERS, peer);
    return true;
  }

  private Answer addProvider(Requester requester, KadScratch scratch) {
    Bytes key = providerKey(scratch);
    Instant now = from.wall().instant();
    PeerInfo sender =
        KadWire.peers(scratch.fields, KadWire.PROVIDERS, KadWire.MAX_PROVIDERS).stream()
            .filter(peer -> peer.id().equals(requester.peer()) && !peer.addresses().isEmpty())
            .findFirst()
            .orElseThrow(KadResponder::withoutSender);
    Provider provider =
        new Provider(requester.peer(), config.policy().kept(sender.addresses()), now);
    long group = requester.group().number();
    if (from.store().addProvider(key, provider, group, now) != RecordStore.Outcome.STORED) {
      throw WireException.stream(Code.OVER_BUDGET, "kad: no room for this provider record");
    }
    return Answer.SILENCE;
  }

  private static WireException withoutSender() {
    return WireException.stream(Code.MALFORMED, "kad: ADD_PROVIDER without its sender as provider");
  }

  private static Bytes providerKey(KadScratch scratch) {
    if (scratch.fields.keyLength() > KadWire.MAX_PROVIDER_KEY) {
      throw WireException.stream(
          Code.TOO_LARGE, "kad: a provider key of " + scratch.fields.keyLength() + " bytes");
    }
    return scratch.fields.key();
  }

  private void appendCloser(PeerId requester, KadScratch scratch) {
    scratch.aimAtKey();
    from.table().snapshot().nearest(scratch.nearest);
    scratch.startBalance();
    appendNearest(requester, scratch, 0);
  }

  private void appendNearest(PeerId requester, KadScratch scratch, int first) {
    int sent = 0;
    for (int i = first; i < scratch.nearest.size() && sent < RoutingTable.BUCKET_SIZE; i++) {
      TableEntry entry = scratch.nearest.at(i);
      if (!entry.id().equals(requester) && append(scratch, entry)) {
        sent++;
      }
    }
  }

  /** Adds a peer as closer one, unless it is too much of one group or does not fit. */
  private boolean append(KadScratch scratch, TableEntry entry) {
    if (!scratch.hasRoom(entry.wire().length())
        || !scratch.balance(entry.advertised(), config.limits().perTable())) {
      return false;
    }
    scratch.out.bytes(KadWire.CLOSER, entry.wire());
    return true;
  }
}
