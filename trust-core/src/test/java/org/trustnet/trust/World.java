package org.trustnet.trust;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;
import org.trustnet.multiformats.Multihash;
import org.trustnet.multiformats.PeerId;
import org.trustnet.trust.audit.Actor;
import org.trustnet.trust.audit.RefusalReason;
import org.trustnet.trust.command.Change;
import org.trustnet.trust.command.TrustBook;
import org.trustnet.trust.decide.Difference;
import org.trustnet.trust.decide.Explainer;
import org.trustnet.trust.decide.Explanation;
import org.trustnet.trust.decide.Policy;
import org.trustnet.trust.decide.Snapshot;
import org.trustnet.trust.file.Holding;
import org.trustnet.trust.file.TrustFile;
import org.trustnet.trust.file.TrustFileWriter;
import org.trustnet.trust.life.EntryFlag;
import org.trustnet.trust.life.TrustTime;
import org.trustnet.trust.model.EntryKey;
import org.trustnet.trust.model.Life;
import org.trustnet.trust.model.ListedEntry;
import org.trustnet.trust.model.Side;
import org.trustnet.trust.model.TrustFunction;
import org.trustnet.trust.refresh.Known;
import org.trustnet.trust.refresh.Moment;
import org.trustnet.trust.refresh.RecordSummary;
import org.trustnet.trust.refresh.RecordValue;
import org.trustnet.trust.refresh.RefreshEffects;
import org.trustnet.trust.refresh.RefreshEvent;
import org.trustnet.trust.refresh.RefreshMachine;
import org.trustnet.trust.refresh.RefreshOutcome;
import org.trustnet.trust.store.EntryBatch;
import org.trustnet.trust.store.Floor;
import org.trustnet.trust.store.MemoryEntryStore;
import org.trustnet.trust.store.NameRecord;
import org.trustnet.trust.store.Snapshots;

/**
 * A node's trust part in one thread and virtual time: store, snapshot, machines, a fake network.
 */
public final class World {
  public static final PeerId SELF = Samples.peer("this node");
  private static final Actor USER = new Actor(Actor.Kind.CLI, "user");

  public final MemoryEntryStore store = new MemoryEntryStore();
  public final List<RefreshOutcome> outcomes = new ArrayList<>();
  public final Map<PeerId, List<RecordSummary>> records = new HashMap<>();
  public final Map<Cid, Bytes> content = new HashMap<>();
  private final Map<RecordValue, Bytes> inFolders = new HashMap<>();
  public Snapshot snapshot;
  public TrustTime time = TrustTime.startingAt(Samples.T0);
  public Instant wall = Samples.T0;
  public boolean peersAnswer = true;

  /** Whether the node itself keeps the records that are served, as a server of the DHT does. */
  public boolean keepsRecords;

  public boolean diesAfterSeen;

  /** Whether files that are looked at do not come, until the test says so. */
  public boolean looksHang;

  public int malformed;
  public int room = -1;
  public int lookups;
  public int fetches;
  public int looks;
  public int commits;
  public Duration wake = Duration.ZERO;

  /** What happens while a lookup is under way. */
  public Runnable duringLookup = () -> {};

  private Map<EntryKey, RefreshMachine> machines = new HashMap<>();

  public World(Holding... holdings) {
    this(Policy.standard(SELF), holdings);
  }

  public World(Policy policy, Holding... holdings) {
    EntryBatch.Builder batch = EntryBatch.builder();
    for (Holding holding : holdings) {
      batch.entry(holding.entry());
      holding.file().ifPresent(f -> batch.file(holding.key(), f));
    }
    store.commit(batch.build());
    snapshot = Snapshots.load(store, policy);
  }

  /** Time passes while the node runs. */
  public World pass(Duration duration) {
    wall = wall.plus(duration);
    time = time.step(duration, wall);
    return this;
  }

  /** The node stops and starts again with the wall clock at {@code at}. */
  public World restart(Instant at) {
    wall = at;
    time = time.step(Duration.ZERO, wall);
    machines = new HashMap<>();
    snapshot = Snapshots.load(store, snapshot.policy());
    return this;
  }

  public long now() {
    return Samples.ms(time.trust());
  }

  public Moment moment() {
    return new Moment(time, wall);
  }

  public boolean allows(String peer, TrustFunction function) {
    return snapshot.allows(Samples.peer(peer), function, now());
  }

  public Explanation explain(String peer, TrustFunction function) {
    return Explainer.explain(snapshot, Samples.peer(peer), function, Side.GRANT, now());
  }

  public String story(String peer, TrustFunction function) {
    return String.join("\n", explain(peer, function).lines());
  }

  public TrustBook book() {
    return TrustBook.of(store, snapshot, time.trust(), USER);
  }

  /** Does a change that is expected to be possible; returns what it took away and gave. */
  public Difference does(Change change) {
    if (!(change instanceof Change.Done done)) {
      throw new AssertionError("refused: " + change);
    }
    return commit(done.batch());
  }

  public Difference commit(EntryBatch batch) {
    Snapshot before = snapshot;
    store.commit(batch);
    snapshot = Snapshots.apply(snapshot, batch);
    return Difference.between(before, now(), snapshot, now());
  }

  public Holding holding(EntryKey key) {
    return store.holding(key).orElseThrow();
  }

  public Life life(EntryKey key) {
    return ((ListedEntry) holding(key).entry()).life();
  }

  public Set<EntryFlag> flags(EntryKey key) {
    return EntryFlag.of(holding(key), time.trust());
  }

  public NameRecord name(EntryKey key) {
    return store.name(publisher(key)).orElseGet(() -> NameRecord.of(publisher(key)));
  }

  public long refused(RefusalReason reason) {
    return store.refusals(1_000).stream()
        .filter(r -> r.reason() == reason)
        .mapToLong(r -> r.count())
        .sum();
  }

  private PeerId publisher(EntryKey key) {
    return ((ListedEntry) holding(key).entry()).name().orElseThrow();
  }

  /** Puts bytes where they can be fetched; returns the record value that points to them. */
  public Bytes host(Bytes file) {
    Cid cid = Cid.v1(Cid.RAW, Multihash.sha256(file));
    content.put(cid, file);
    return Bytes.utf8("/ipfs/" + cid);
  }

  /** The same for a file in a folder. */
  public Bytes host(String folder, String path, Bytes file) {
    Bytes value = Bytes.concat(missing(folder), Bytes.utf8("/" + path));
    inFolders.put(RecordValue.parse(value).orElseThrow(), file);
    return value;
  }

  private Optional<Bytes> found(RecordValue target) {
    return Optional.ofNullable(
        target.path().isEmpty() ? content.get(target.cid()) : inFolders.get(target));
  }

  public static Bytes missing(String name) {
    return Bytes.utf8("/ipfs/" + Cid.v1(Cid.RAW, Multihash.sha256(Bytes.utf8(name))));
  }

  /** A record valid for 48 h from now. */
  public RecordSummary record(EntryKey key, long sequence, Bytes value) {
    return record(key, sequence, value, Duration.ofDays(2));
  }

  public RecordSummary record(EntryKey key, long sequence, Bytes value, Duration lifetime) {
    return RecordSummary.of(
        publisher(key), sequence, value, wall.plus(lifetime), Duration.ofHours(24));
  }

  /** Makes this the only record that lookups of the entry's name bring. */
  public RecordSummary publish(EntryKey key, long sequence, TrustFile file) {
    return serve(key, record(key, sequence, host(TrustFileWriter.write(file))));
  }

  public RecordSummary serve(EntryKey key, RecordSummary... found) {
    records.put(publisher(key), List.of(found));
    return found[0];
  }

  /** Runs a refresh to its end; returns how it ended. */
  public RefreshOutcome refresh(EntryKey key) {
    int before = outcomes.size();
    send(key, new RefreshEvent.Asked());
    return outcomes.size() > before ? outcomes.getLast() : new RefreshOutcome.NothingFound("-");
  }

  /** Sends an event to the entry's machine and runs what follows. */
  public void send(EntryKey key, RefreshEvent first) {
    RefreshMachine machine = machines.computeIfAbsent(key, k -> new RefreshMachine(new Random(1)));
    Deque<RefreshEvent> events = new ArrayDeque<>(List.of(first));
    while (!events.isEmpty()) {
      RefreshEvent event = events.remove();
      Known known = Known.of(snapshot, key, name(key));
      known = room < 0 ? known : known.withRoomForNodes(room);
      machine.on(event, known, moment(), new Effects(key, events));
    }
  }

  private final class Effects implements RefreshEffects {
    private final EntryKey key;
    private final Deque<RefreshEvent> events;

    Effects(EntryKey key, Deque<RefreshEvent> events) {
      this.key = key;
      this.events = events;
    }

    @Override
    public void lookup() {
      lookups++;
      duringLookup.run();
      List<RecordSummary> found =
          peersAnswer || keepsRecords ? records.getOrDefault(publisher(key), List.of()) : List.of();
      events.add(
          new RefreshEvent.Looked(
              found,
              malformed,
              peersAnswer ? RefreshEvent.Reach.ANSWERED : RefreshEvent.Reach.SILENT));
    }

    @Override
    public void answered() {
      snapshot = snapshot.answered(new HashSet<>(List.of(key)));
    }

    @Override
    public void persistSeen(Floor floor) {
      store.persistSeen(publisher(key), floor);
    }

    @Override
    public void fetch(RecordSummary record, RecordValue target) {
      fetches++;
      if (diesAfterSeen) {
        return;
      }
      Optional<Bytes> bytes = found(target);
      events.add(
          bytes
              .<RefreshEvent>map(b -> new RefreshEvent.Fetched(record, b))
              .orElseGet(
                  () ->
                      new RefreshEvent.FetchFailed(
                          record, RefusalReason.UNFETCHABLE, "nobody has it")));
    }

    @Override
    public void inspect(RecordSummary record, RecordValue target) {
      looks++;
      if (looksHang) {
        return;
      }
      events.add(new RefreshEvent.Inspected(record, found(target)));
    }

    @Override
    public void commit(EntryBatch batch) {
      commits++;
      World.this.commit(batch);
    }

    @Override
    public void clockClosed(TrustTime closed) {
      time = closed;
    }

    @Override
    public void wakeAfter(Duration delay) {
      wake = delay;
    }

    @Override
    public void done(RefreshOutcome outcome) {
      outcomes.add(outcome);
    }
  }
}
