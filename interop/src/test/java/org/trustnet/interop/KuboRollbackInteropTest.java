package org.trustnet.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.trustnet.multiformats.Bytes;
import tools.jackson.databind.JsonNode;

/** A list that a Kubo published is not rolled back when the older record is all that is left. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class KuboRollbackInteropTest {
  private static final String NOBODY =
      "/ip4/127.0.0.1/tcp/1/p2p/12D3KooWF7JadtUF3CTV9H8m2joAhrpWmrEU7HgH6sdUMuetEn81";

  @TempDir Path folder;

  private static KuboDaemon.Settings kubo() {
    return new KuboDaemon.Settings().publicDht("dhtserver");
  }

  /** What an attacker has who recorded the past, and what he hides. */
  private record Published(String name, Bytes older, String olderCid, String newerCid) {}

  /** As a server of the DHT our node was given the newer record: it tells those who have less. */
  @Test
  void kuboThatHasTheOlderRecordIsGivenTheNewerOne() throws Exception {
    try (NodeProcess ours = NodeProcess.create(folder.resolve("repo"))) {
      Published published = followed(ours, kubo -> kubo.hasInTable("wan", ours.id()));
      try (KuboDaemon fresh = freshWith(published)) {
        ours.command("bootstrap", "add", "--yes", fresh.tcpAddress());
        Eventually.holds(() -> fresh.hasInTable("wan", ours.id()));

        assertThat(ours.command("trust", "refresh", "kubo")).contains("kubo: unchanged");
        unchanged(ours, published);
        Eventually.holds(() -> resolved(fresh, published).equals("/ipfs/" + published.newerCid()));
      }
    }
  }

  /** A Kubo on a repository of its own that holds the older record and nothing else of the name. */
  private static KuboDaemon freshWith(Published published) throws Exception {
    KuboDaemon fresh = KuboDaemon.start(kubo());
    try {
      String key = "/ipns/" + published.name();
      fresh.fed(published.older(), "routing", "put", "--allow-offline", key);
      assertThat(fresh.bytes("routing", "get", key)).isEqualTo(published.older());
      assertThat(resolved(fresh, published)).isEqualTo("/ipfs/" + published.olderCid());
      return fresh;
    } catch (AssertionError e) {
      fresh.close();
      throw e;
    }
  }

  private static String resolved(KuboDaemon kubo, Published published) {
    return kubo.ipfs("name", "resolve", "--nocache", published.name()).out().strip();
  }

  /** As a client of the DHT our node keeps no records: it knows of the newer one what it saw. */
  @Test
  void olderRecordIsRefusedAlsoAfterKill9() throws Exception {
    try (NodeProcess ours =
        NodeProcess.create(folder.resolve("repo"), "Routing.Type", "dhtclient")) {
      Published published = followed(ours, kubo -> ours.isConnected(kubo.peer()));
      try (KuboDaemon fresh = freshWith(published)) {
        ours.command("bootstrap", "add", "--yes", fresh.tcpAddress());

        refused(ours, fresh, published);
        long before = ours.pid();
        ours.killAndRunAgain();
        assertThat(ours.pid()).isNotEqualTo(before);
        refused(ours, fresh, published);
      }
    }
  }

  /**
   * Our node follows a Kubo from its first list to the second; then that Kubo is gone.
   *
   * @param met when the Kubo may publish
   */
  private Published followed(NodeProcess ours, Predicate<KuboDaemon> met) throws Exception {
    try (KuboDaemon kubo = KuboDaemon.start(kubo())) {
      KuboPublisher publisher = new KuboPublisher(kubo, folder);
      String name = publisher.name();
      ours.command("bootstrap", "add", "--yes", publisher.address());
      Eventually.holds(() -> met.test(kubo));
      String olderCid = publisher.publish(TrustLists.of("older", List.of(publisher.address())));
      Bytes older = publisher.record();
      ours.command("trust", "add", name, "--level", "trusted", "--label", "kubo", "--yes");
      Eventually.holds(() -> ours.entry("kubo").path("cid").asString("").equals(olderCid));

      String newerCid = publisher.publish(TrustLists.of("newer", List.of(NOBODY)));
      ours.command("trust", "refresh", "kubo");
      Eventually.holds(() -> ours.entry("kubo").path("cid").asString("").equals(newerCid));
      return new Published(name, older, olderCid, newerCid);
    }
  }

  private static void refused(NodeProcess ours, KuboDaemon fresh, Published published)
      throws Exception {
    Eventually.holds(() -> ours.peers().equals(Set.of(fresh.peer())));

    // Nobody can be asked before he has said what he speaks.
    TrustnetProgram.Result refresh =
        Eventually.value(
            () -> ours.attempt("trust", "refresh", "kubo"),
            result -> !result.out().contains("no peer answered"));
    assertThat(refresh.out()).contains("rollback: sequence 0, seen 1");
    assertThat(refresh.exit()).isEqualTo(1);

    unchanged(ours, published);
    assertThat(ours.entry("kubo").path("last-error").asString()).contains("rollback");
    assertThat(ours.command("trust", "log", "--refusals"))
        .contains(published.name(), "rollback", "sequence 0, seen 1");
  }

  private static void unchanged(NodeProcess ours, Published published) throws Exception {
    JsonNode entry = ours.entry("kubo");
    assertThat(entry.path("seen").asInt()).isEqualTo(1);
    assertThat(entry.path("used").asInt()).isEqualTo(1);
    assertThat(entry.path("cid").asString()).isEqualTo(published.newerCid());
    assertThat(entry.path("description").asString()).isEqualTo("newer");
    assertThat(ours.command("bootstrap", "ls")).contains(NOBODY);
  }
}
