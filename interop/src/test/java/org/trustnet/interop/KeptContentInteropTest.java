package org.trustnet.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.trustnet.multiformats.Cid;
import org.trustnet.multiformats.Multibase;

/** What was added survives the end of our process, and is not handed on when the disk lied. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class KeptContentInteropTest {
  /** Tests are quiet otherwise. */
  private static final String LOGS_AS_FOR_USERS = "-Dlogback.configurationFile=logback.xml";

  @TempDir private Path folder;

  private Path random(String name, int length) throws IOException {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return Files.write(folder.resolve(name), bytes);
  }

  @Test
  void isThereAfterAKillRightAfterTheAnswer() throws Exception {
    Path file = random("file", 3_000_000);
    Path tree = Files.createDirectories(folder.resolve("tree/below"));
    Files.writeString(tree.resolve("leaf.txt"), "in a folder");
    try (OurProgram ours = new OurProgram(folder.resolve("repository")).start()) {
      String cid = ours.run("add", "--quieter", file.toString());
      String root = ours.run("add", "-r", "--quieter", tree.getParent().toString());
      ours.kill();

      ours.start();
      assertThat(Files.mismatch(ours.cat(cid, folder.resolve("out")), file)).isEqualTo(-1);
      assertThat(ours.run("cat", root + "/below/leaf.txt")).isEqualTo("in a folder");
    }
  }

  /** Turns one bit of a block; its file. */
  private static Path damage(OurProgram ours, Cid cid) throws IOException {
    String name = Multibase.BASE32.encodeBare(cid.hash().encode()) + ".data";
    try (Stream<Path> all = Files.walk(ours.blocks())) {
      Path block = all.filter(p -> p.endsWith(name)).findFirst().orElseThrow();
      byte[] bytes = Files.readAllBytes(block);
      bytes[bytes.length / 2] ^= 4;
      return Files.write(block, bytes);
    }
  }

  @Test
  void aDamagedBlockIsToldAndNotServedAndFetchedAgain() throws Exception {
    Path file = random("file", 100_000);
    String[] add = {"add", "--cid-version=1", "--quieter", file.toString()};
    String[] addOther = {"add", "--cid-version=1", "--quieter", random("other", 90_000).toString()};
    try (OurProgram ours = new OurProgram(folder.resolve("repository")).start(LOGS_AS_FOR_USERS);
        KuboDaemon kubo = KuboDaemon.start(new KuboDaemon.Settings())) {
      kubo.ipfs("swarm", "connect", ours.address()).require();
      String sound = ours.run(addOther);
      String cid = ours.run(add);
      Path block = damage(ours, Cid.parse(cid));

      assertThat(kubo.ipfs("block", "stat", "--timeout=30s", sound).require()).contains("90000");
      assertThat(kubo.ipfs("block", "stat", "--timeout=5s", cid).exit()).isNotZero();
      assertThat(ours.logged("damaged")).contains("block " + cid + " is damaged on the disk");

      assertThat(kubo.ipfs(add).require().strip()).isEqualTo(cid);
      assertThat(Files.mismatch(ours.cat(cid, folder.resolve("out")), file)).isEqualTo(-1);
      assertThat(Files.mismatch(block, file)).as("kept again, not cached").isEqualTo(-1);
    }
  }
}
