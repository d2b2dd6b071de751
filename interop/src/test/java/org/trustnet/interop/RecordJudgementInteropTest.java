package org.trustnet.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.trustnet.ipns.record.Compatibility;
import org.trustnet.ipns.record.IpnsRecord;
import org.trustnet.ipns.record.IpnsRecords;
import org.trustnet.ipns.record.RecordContent;
import org.trustnet.ipns.record.Verdict;
import org.trustnet.libp2p.crypto.Keys;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.libp2p.node.TestHosts;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.KeyType;
import org.trustnet.multiformats.PeerId;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * IPNS records of every key type, with and without the fields of version 1: ours as the running
 * Kubo judges them by {@code name inspect --verify}, and Kubo's as we do.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class RecordJudgementInteropTest {
  private static final String VALUE = "/ipfs/bafkqaaa";
  private static final Instant NOW = Clock.systemUTC().instant();

  /** In the text of a record's validity: the last digit of its second or of what is below. */
  private static final int DIGIT_FROM_END = 16;

  @TempDir static Path folder;

  private static KuboDaemon kubo;
  private static KuboCli cli;

  @BeforeAll
  static void startAKubo() throws IOException {
    kubo = KuboDaemon.start(new KuboDaemon.Settings());
    cli = new KuboCli(folder, kubo.api());
  }

  @AfterAll
  static void stop() {
    if (kubo != null) {
      kubo.close();
    }
  }

  static Stream<Arguments> kinds() {
    List<Arguments> kinds = new ArrayList<>();
    for (KeyType type : KeyType.values()) {
      for (Compatibility compatibility : Compatibility.values()) {
        kinds.add(Arguments.of(type, compatibility));
      }
    }
    return kinds.stream();
  }

  private static Bytes damaged(Bytes record) {
    byte[] bytes = record.toArray();
    bytes[bytes.length - DIGIT_FROM_END] ^= 1;
    return Bytes.wrap(bytes);
  }

  /** What Kubo says of a record. */
  private static JsonNode inspect(PeerId name, Bytes record) throws IOException {
    Path file = Files.createTempFile(folder, "record", "");
    Files.write(file, record.toArray());
    String said =
        cli.run("name", "inspect", "--enc=json", "--verify", name.toName(), file.toString()).text();
    return JsonMapper.shared().readTree(said);
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("kinds")
  void kuboAcceptsOurRecordAndRefusesItWithADigitChanged(KeyType type, Compatibility compatibility)
      throws IOException {
    PrivateKey key = Keys.generate(type, OurNode.RANDOM);
    Instant eol = NOW.plus(Duration.ofHours(3)).truncatedTo(ChronoUnit.SECONDS);
    RecordContent content = new RecordContent(Bytes.utf8(VALUE), 41, eol, Duration.ofMinutes(7));
    Bytes record = IpnsRecords.create(key, content, compatibility).bytes();

    JsonNode said = inspect(key.peerId(), record);
    assertThat(said.path("Validation").path("Valid").asBoolean()).as(said.toString()).isTrue();
    assertThat(said.path("Entry").path("Value").asString()).isEqualTo(VALUE);
    assertThat(said.path("Entry").path("Sequence").asLong()).isEqualTo(41);
    assertThat(said.path("Entry").path("Validity").asString()).isEqualTo(eol.toString());
    assertThat(said.path("Entry").path("TTL").asLong()).isEqualTo(Duration.ofMinutes(7).toNanos());
    assertThat(said.path("SignatureType").asString())
        .isEqualTo(compatibility == Compatibility.V1_AND_V2 ? "V1+V2" : "V2");

    JsonNode broken = inspect(key.peerId(), damaged(record)).path("Validation");
    assertThat(broken.path("Valid").asBoolean()).isFalse();
    assertThat(broken.path("Reason").asString()).contains("signature");
  }

  /** A key that Kubo made, or of the type that it only imports, ours. */
  private static String keyAtKubo(KeyType type, String label) throws IOException {
    if (type != KeyType.ECDSA) {
      return kubo.ipfs("key", "gen", "-t", type.name().toLowerCase(Locale.ROOT), label)
          .require()
          .strip();
    }
    Path file = folder.resolve(label + ".key");
    Files.write(file, Keys.generate(type, OurNode.RANDOM).encode().toArray());
    return kubo.ipfs("key", "import", "--allow-any-key-type", label, file.toString())
        .require()
        .strip();
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("kinds")
  void weAcceptKubosRecordAndRefuseItWithADigitChanged(KeyType type, Compatibility compatibility)
      throws IOException {
    String label = type + "-" + compatibility;
    PeerId name = PeerId.parse(keyAtKubo(type, label));
    boolean v1 = compatibility == Compatibility.V1_AND_V2;
    String[] publish = {
      "name", "publish", "--allow-offline", "--key", label, "--ttl", "9m", "--v1compat=" + v1, VALUE
    };
    kubo.ipfs(publish).require();
    Bytes record = cli.run("name", "get", name.toName()).bytes();

    Verdict verdict = IpnsRecords.validate(name, record, NOW);
    assertThat(verdict).isInstanceOf(Verdict.Valid.class);
    IpnsRecord read = ((Verdict.Valid) verdict).record();
    assertThat(read.valueText()).contains(VALUE);
    assertThat(read.sequence()).isZero();
    assertThat(read.ttl()).isEqualTo(Duration.ofMinutes(9));
    assertThat(inspect(name, record).path("SignatureType").asString())
        .isEqualTo(v1 ? "V1+V2" : "V2");

    assertThat(IpnsRecords.validate(name, damaged(record), NOW).isValid()).isFalse();
    assertThat(IpnsRecords.validate(TestHosts.key().peerId(), record, NOW).isValid())
        .as("under another name")
        .isFalse();
  }
}
