package org.trustnet.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The README's walk: our node in one terminal, a Kubo in the other. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class WalkInteropTest {
  @TempDir Path folder;

  private Path repository() {
    return folder.resolve("repo");
  }

  private String ours(String... arguments) throws Exception {
    return TrustnetProgram.run(repository(), arguments).require().strip();
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }

  private Path file(String name, String content) throws Exception {
    return Files.writeString(folder.resolve(name), content);
  }

  @Test
  void everyStepWorksBothWays() throws Exception {
    ours("init", "--profile", "test");
    Process node = TrustnetProgram.node(repository());
    try (KuboDaemon kubo = KuboDaemon.start(new KuboDaemon.Settings().publicDht("dhtserver"))) {
      JsonNode id = json(ours("--enc", "json", "id"));
      String address = id.path("Addresses").get(0).asString();
      String us = id.path("ID").asString();

      assertThat(kubo.ipfs("swarm", "connect", address).require()).contains("success");
      Eventually.holds(() -> kubo.hasInTable("wan", us));
      assertThat(ours("swarm", "peers")).contains(kubo.peer());
      assertThat(ours("routing", "findpeer", kubo.peer())).contains("/tcp/");
      content(kubo, us);
      names(kubo);
    } finally {
      ours("shutdown");
      assertThat(node.waitFor(15, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(node.exitValue()).isZero();
  }

  private void content(KuboDaemon kubo, String us) throws Exception {
    Path theirs = file("theirs.txt", "written with Kubo\n");
    String theirCid =
        kubo.ipfs("add", "-Q", "--cid-version=1", theirs.toString()).require().strip();
    kubo.ipfs("routing", "provide", theirCid).require();
    assertThat(ours("routing", "findprovs", theirCid)).contains(kubo.peer());
    assertThat(ours("cat", theirCid)).isEqualTo("written with Kubo");

    Path own = file("own.txt", "written with trustnet\n");
    String ownCid = ours("add", "--quieter", own.toString());
    ours("routing", "provide", ownCid);
    assertThat(kubo.ipfs("routing", "findprovs", ownCid).require()).contains(us);
    assertThat(kubo.ipfs("cat", "--timeout=30s", ownCid).require())
        .isEqualTo("written with trustnet\n");
    assertThat(kubo.ipfs("add", "-Q", "--only-hash", own.toString()).require().strip())
        .isEqualTo(ownCid);
  }

  private void names(KuboDaemon kubo) throws Exception {
    Path one = file("one.txt", "one\n");
    String cid = ours("add", "--quieter", one.toString());
    ours("name", "publish", "/ipfs/" + cid);
    String name =
        json(ours("--enc", "json", "key", "ls")).path("Keys").get(0).path("Id").asString();
    assertThat(kubo.ipfs("name", "resolve", "--nocache", "/ipns/" + name).require().strip())
        .isEqualTo("/ipfs/" + cid);

    String published =
        kubo.ipfs("name", "publish", "--ipns-base=base36", "-Q", "/ipfs/" + cid).require().strip();
    assertThat(ours("name", "resolve", "--nocache", published)).isEqualTo("/ipfs/" + cid);
  }
}
