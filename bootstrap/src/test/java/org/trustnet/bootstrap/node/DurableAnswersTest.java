package org.trustnet.bootstrap.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import jdk.jfr.Event;
import jdk.jfr.Name;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.trustnet.bootstrap.clock.Surroundings;
import org.trustnet.bootstrap.commands.Commands;
import org.trustnet.bootstrap.node.OperationCases.Case;
import org.trustnet.bootstrap.node.OperationCases.Effect;
import org.trustnet.bootstrap.operation.OperationSpec;
import org.trustnet.trust.Samples;
import org.trustnet.trust.audit.Actor;
import org.trustnet.trust.command.Change;
import org.trustnet.trust.model.Life;
import org.trustnet.trust.model.ListedEntry;
import org.trustnet.trust.model.Overrides;
import org.trustnet.trust.model.TrustLevel;
import org.trustnet.trust.store.EntryBatch;

/**
 * What an operation acknowledges is on disk when its answer comes, and one that only reads costs
 * the disk nothing: for every operation of a real node, over its RPC.
 */
@Timeout(300)
final class DurableAnswersTest {
  private static final Surroundings REAL = Surroundings.ofTheMachine();
  private static final String FORCE = "jdk.FileForce";
  private static final String CALL = "trustnet.test.Call";

  @TempDir private Path folder;

  /** The time of one call by the clock of the events of the JVM. */
  @Name(CALL)
  static final class Call extends Event {
    int number;
  }

  /** What one call synced. */
  private record Synced(long logs, int status, String answer) {}

  private static void addListed(OpenRepository repository) {
    Instant now = REAL.wall().instant();
    ListedEntry entry = Samples.entry(OperationCases.LISTED, TrustLevel.TRUSTED, Overrides.NONE);
    Life life =
        entry
            .life()
            .withFetched(Optional.of(now))
            .withEol(Optional.of(now.plus(Duration.ofDays(2))))
            .withNextRefresh(Optional.of(now.plus(Duration.ofDays(1))));
    repository
        .trust()
        .change(
            Actor.PROGRAM,
            _ ->
                new Change.Done(
                    EntryBatch.builder()
                        .entry(entry.withLife(life))
                        .file(entry.key(), Samples.cached(Samples.file(Samples.node("ber"))))
                        .build(),
                    Change.Consent.NONE,
                    List.of()),
            _ -> {});
  }

  @Test
  void everyOperationHasACase() {
    Set<String> declared =
        Commands.all().stream().map(OperationSpec::path).collect(Collectors.toSet());
    Set<String> told =
        OperationCases.all(REAL.wall().instant()).stream()
            .map(one -> one.spec().path())
            .collect(Collectors.toSet());
    assertThat(told).containsExactlyInAnyOrderElementsOf(declared);
  }

  @Test
  void whatIsAcknowledgedIsOnDiskAndReadingSyncsNothing() throws Exception {
    NewRepository.create(folder.resolve("repository"), Profile.TEST, REAL);
    OpenRepository repository =
        OpenRepository.open(folder.resolve("repository"), "test", Map.of(), REAL);
    addListed(repository);
    List<Case> cases = OperationCases.all(REAL.wall().instant());
    List<Synced> synced = new ArrayList<>();
    Path events = folder.resolve("events.jfr");
    try (Recording recording = new Recording();
        Node node = Node.start(repository, _ -> {});
        RpcCalls rpc = new RpcCalls(node.api(), folder.resolve("repository"))) {
      recording.enable(FORCE).withThreshold(Duration.ZERO);
      recording.start();
      for (Case one : cases) {
        synced.add(call(one, synced.size(), rpc, repository));
      }
      recording.stop();
      recording.dump(events);
    }
    List<Set<String>> forced = forced(events, cases.size());
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      wrong.addAll(wrong(cases.get(i), synced.get(i), forced.get(i)));
    }
    assertThat(wrong).isEmpty();
  }

  private static Synced call(Case one, int number, RpcCalls rpc, OpenRepository repository)
      throws IOException, InterruptedException {
    long before = repository.database().walSyncs();
    Call event = new Call();
    event.number = number;
    event.begin();
    HttpResponse<byte[]> answer =
        one.body().isEmpty() ? rpc.call(one.call()) : rpc.call(one.call(), one.body());
    event.commit();
    return new Synced(
        repository.database().walSyncs() - before,
        answer.statusCode(),
        new String(answer.body(), StandardCharsets.UTF_8));
  }

  /** What each call synced below the repository: {@code file}, {@code folder} or both. */
  private List<Set<String>> forced(Path events, int calls) throws IOException {
    List<RecordedEvent> recorded = RecordingFile.readAllEvents(events);
    List<Set<String>> forced = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      forced.add(new TreeSet<>());
    }
    for (RecordedEvent call : recorded) {
      if (call.getEventType().getName().equals(CALL)) {
        recorded.stream()
            .filter(force -> force.getEventType().getName().equals(FORCE))
            .filter(force -> !force.getStartTime().isBefore(call.getStartTime()))
            .filter(force -> !force.getEndTime().isAfter(call.getEndTime()))
            .map(force -> Path.of(force.getString("path")))
            .filter(path -> path.startsWith(folder))
            .forEach(
                path ->
                    forced
                        .get(call.getInt("number"))
                        .add(Files.isDirectory(path) ? "folder" : "file"));
      }
    }
    return forced;
  }

  private static List<String> wrong(Case one, Synced synced, Set<String> forced) {
    List<String> wrong = new ArrayList<>();
    if (!one.needsPeers() && synced.status() != 200) {
      wrong.add(one + " answers " + synced.status() + ": " + synced.answer());
    }
    boolean both = one.effect() == Effect.BOTH;
    if ((both || one.effect() == Effect.DATABASE) != synced.logs() > 0) {
      wrong.add(one + " syncs the log " + synced.logs() + " times");
    }
    if ((both || one.effect() == Effect.FILES) != forced.contains("folder")) {
      wrong.add(one + " syncs " + forced);
    }
    return wrong;
  }
}
