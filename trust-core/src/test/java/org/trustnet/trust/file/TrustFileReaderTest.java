package org.trustnet.trust.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trustnet.multiformats.Bytes;
import org.trustnet.trust.Samples;
import org.trustnet.trust.model.Functions;
import org.trustnet.trust.model.Remote;
import org.trustnet.trust.model.TrustFunction;

final class TrustFileReaderTest {
  private static ReadResult read(String json) {
    return TrustFileReader.read(Bytes.utf8(json));
  }

  private static ReadResult.Accepted accepted(String json) {
    ReadResult result = read(json);
    assertThat(result).isInstanceOf(ReadResult.Accepted.class);
    return (ReadResult.Accepted) result;
  }

  private static ReadResult.Refused refused(String json) {
    ReadResult result = read(json);
    assertThat(result).isInstanceOf(ReadResult.Refused.class);
    return (ReadResult.Refused) result;
  }

  private static String node(String fields) {
    return "{\"entities\":[{\"nodes\":[{\"pubkey\":\"%s\"%s}]}]}"
        .formatted(Samples.peer("x"), fields);
  }

  private static String repeat(int times, String item) {
    return IntStream.range(0, times).mapToObj(i -> item).collect(Collectors.joining(","));
  }

  @Test
  void fillsInWhatReadersDefault() {
    TrustFile file = accepted(node("")).file();
    assertThat(file.description()).isEmpty();
    assertThat(file.contact()).isEmpty();
    assertThat(file.entities().getFirst().label()).isEqualTo("default");
    Node node = file.nodes().findFirst().orElseThrow();
    assertThat(node.label()).isEqualTo("node");
    assertThat(node.strict()).isTrue();
  }

  @Test
  void readsEveryFieldOfANode() {
    Node node =
        accepted(
                node(
                    ",\"node\":\"n\",\"contact\":[\"mailto:a@b\"],\"remotes\":[\"/ip4/1.2.3.4/tcp/1\",\"Acme.Example\"],"
                        + "\"remotes-strict\":false,\"functions\":[\"bootstrap\",\"fly\"]"))
            .file()
            .nodes()
            .findFirst()
            .orElseThrow();
    assertThat(node.remotes()).hasSize(2);
    assertThat(node.remotes().get(1)).isEqualTo(new Remote.Domain("acme.example"));
    assertThat(node.strict()).isFalse();
    assertThat(node.hints()).isEqualTo(Functions.of(TrustFunction.BOOTSTRAP));
  }

  @Test
  void dropsABadRemoteWithAWarningAndKeepsTheNode() {
    ReadResult.Accepted file =
        accepted(node(",\"remotes\":[\"/nonsense/1\",\"/ip4/1.2.3.4/tcp/1\",\"10.0.0.1\"]"));
    assertThat(file.file().nodes().findFirst().orElseThrow().remotes()).hasSize(1);
    assertThat(file.warnings())
        .extracting(ReadResult.Warning::where)
        .containsExactly("entities[0].nodes[0].remotes[0]", "entities[0].nodes[0].remotes[2]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "7",
        "{",
        "{}",
        "{\"entities\":{}}",
        "{\"entities\":[7]}",
        "{\"entities\":[{}]}",
        "{\"entities\":[{\"nodes\":[{}]}]}",
        "{\"entities\":[{\"nodes\":[{\"pubkey\":\"nonsense\"}]}]}",
        "{\"entities\":[{\"nodes\":[{\"pubkey\":7}]}]}",
        "{\"entities\":[],\"entities\":[]}",
        "{\"entities\":[],\"contact\":[7]}",
        "{\"entities\":[],\"description\":7}",
        "{\"entities\":[],\"revoked\":\"yes\"}",
        "{\"entities\":[],\"links\":\"k51\"}",
        "{\"entities\":[],\"version\":0}",
        "{\"entities\":[],\"version\":\"1\"}",
        "{\"entities\":[],\"version\":1.5}",
        "{\"entities\":[]} trailing",
        "{\"revoked\":true,\"revoked\":false}",
        "{\"revoked\":true,}"
      })
  void refusesTheWholeFile(String json) {
    assertThat(refused(json).fault()).isEqualTo(ReadResult.Fault.BAD_SCHEMA);
    assertThat(refused(json).message()).isNotBlank();
  }

  @Test
  void refusesTextThatIsNotUtf8() {
    assertThat(TrustFileReader.read(Bytes.hex("7b22ff227d")))
        .isInstanceOf(ReadResult.Refused.class);
  }

  @Test
  void refusesALaterVersion() {
    assertThat(refused("{\"version\":2}").fault()).isEqualTo(ReadResult.Fault.UNSUPPORTED_VERSION);
    assertThat(refused("{\"version\":99999999999999999999}").fault())
        .isEqualTo(ReadResult.Fault.UNSUPPORTED_VERSION);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"revoked\":true}",
        "{\"version\":9,\"revoked\":true}",
        "{\"revoked\":true,\"entities\":7,\"contact\":{}}",
        "{\"x\":1,\"x\":2,\"revoked\":true}"
      })
  void looksForRevokedBeforeAnythingElse(String json) {
    assertThat(read(json)).isInstanceOf(ReadResult.Revoked.class);
  }

  @Test
  void aRevokedThatIsNotAtTheRootRevokesNothing() {
    assertThat(read("{\"entities\":[],\"x\":{\"revoked\":true}}"))
        .isInstanceOf(ReadResult.Accepted.class);
  }

  private static void limit(String at, String above) {
    assertThat(read(at)).isInstanceOf(ReadResult.Accepted.class);
    assertThat(refused(above).fault()).isEqualTo(ReadResult.Fault.TOO_LARGE);
  }

  @Test
  void acceptsEachListAtItsLimitAndRefusesOneMore() {
    String uri = "\"mailto:a@b\"";
    String remote = "\"a.example\"";
    limit(
        node(",\"remotes\":[" + repeat(16, remote) + "]"),
        node(",\"remotes\":[" + repeat(17, remote) + "]"));
    limit(
        node(",\"contact\":[" + repeat(16, uri) + "]"),
        node(",\"contact\":[" + repeat(17, uri) + "]"));
    String root = "{\"entities\":[],\"contact\":[%s]}";
    limit(root.formatted(repeat(16, uri)), root.formatted(repeat(17, uri)));
    String links = "{\"entities\":[],\"links\":[%s]}";
    limit(links.formatted(repeat(256, uri)), links.formatted(repeat(257, uri)));
    String entities = "{\"entities\":[%s]}";
    limit(
        entities.formatted(repeat(256, "{\"nodes\":[]}")),
        entities.formatted(repeat(257, "{\"nodes\":[]}")));
  }

  @Test
  void acceptsEachTextAtItsLimitAndRefusesOneMore() {
    limit(
        node(",\"node\":\"" + "é".repeat(128) + "\""),
        node(",\"node\":\"" + "é".repeat(129) + "\""));
    String description = "{\"entities\":[],\"description\":\"%s\"}";
    limit(description.formatted("é".repeat(2048)), description.formatted("é".repeat(2048) + "x"));
    String contact = "{\"entities\":[],\"contact\":[\"%s\"]}";
    limit(contact.formatted("a".repeat(512)), contact.formatted("a".repeat(513)));
    String entity = "{\"entities\":[{\"entity\":\"%s\",\"nodes\":[]}]}";
    limit(entity.formatted("a".repeat(128)), entity.formatted("a".repeat(129)));
  }

  @Test
  void acceptsTheMostNodesOfAFileAndRefusesOneMore() {
    limit(nodes(4_096), nodes(4_097));
  }

  private static String nodes(int count) {
    String all =
        IntStream.range(0, count)
            .mapToObj(i -> "{\"pubkey\":\"" + Samples.peer("n" + i) + "\"}")
            .collect(Collectors.joining(","));
    int half = all.indexOf("},", all.length() / 2) + 1;
    return "{\"entities\":[{\"nodes\":[%s]},{\"nodes\":[%s]}]}"
        .formatted(all.substring(0, half), all.substring(half + 1));
  }

  @Test
  void acceptsAFileOfOneMebibyteAndRefusesOneMoreByte() {
    String plain = "{\"entities\":[]}";
    String full = plain + " ".repeat(FileLimits.MAX_BYTES - plain.length());
    limit(full, full + " ");
  }

  @Test
  void acceptsSixteenLevelsOfNestingAndRefusesSeventeen() {
    String form = "{\"entities\":[],\"x\":%s}";
    limit(
        form.formatted("[".repeat(15) + "]".repeat(15)),
        form.formatted("[".repeat(16) + "]".repeat(16)));
    assertThat(refused("{\"x\":" + "[".repeat(100_000)).fault())
        .isEqualTo(ReadResult.Fault.TOO_LARGE);
  }

  @Test
  void warningsAreBounded() {
    String bad = "\"/nonsense/1\"";
    String node = "{\"pubkey\":\"%s\",\"remotes\":[" + repeat(16, bad) + "]}";
    String all =
        IntStream.range(0, 100)
            .mapToObj(i -> node.formatted(Samples.peer("n" + i)))
            .collect(Collectors.joining(","));
    assertThat(accepted("{\"entities\":[{\"nodes\":[%s]}]}".formatted(all)).warnings())
        .hasSize(ReadResult.MAX_WARNINGS);
  }

  @Test
  void aWrittenFileReadsBackAsItWas() {
    TrustFile file =
        Samples.file(Samples.node("x", "/dns/a.example/tcp/1", "a.example"), Samples.open("y"));
    assertThat(((ReadResult.Accepted) TrustFileReader.read(TrustFileWriter.write(file))).file())
        .isEqualTo(file);
  }

  @Test
  void formattingKeepsUnknownFieldsAndRewritesKeys() {
    String json =
        "{\"zeta\":1e3,\"entities\":[{\"nodes\":[{\"remotes\":[],\"extra\":{\"a\":null},\"pubkey\":\"%s\"}]}],\"version\":1}"
            .formatted(Samples.peer("x").toName());
    String written = TrustFileWriter.write(accepted(json).json()).toUtf8();
    assertThat(written)
        .isEqualTo(
            """
            {
              "version": 1,
              "entities": [
                {
                  "nodes": [
                    {
                      "pubkey": "%s",
                      "remotes": [],
                      "extra": {
                        "a": null
                      }
                    }
                  ]
                }
              ],
              "zeta": 1e3
            }
            """
                .formatted(Samples.peer("x")));
    assertThat(TrustFileWriter.write(accepted(written).json()).toUtf8()).isEqualTo(written);
  }

  @Test
  void hidesNothingInWhatItWrites() {
    TrustFile file =
        new TrustFile("a\u202eb\u0007\ud800 \"\\", java.util.List.of(), java.util.List.of());
    String written = TrustFileWriter.write(file).toUtf8();
    assertThat(written).contains("a\\u202eb\\u0007\\ud800 \\\"\\\\");
    assertThat(accepted(written).file().description()).isEqualTo(file.description());
  }

  @Test
  void publishingAsksForTheMandatoryFields() {
    assertThat(PublishCheck.problems(Bytes.utf8(node(""))))
        .extracting(ReadResult.Warning::where)
        .containsExactly(
            "description", "contact", "entities[0].entity", "entities[0].nodes[0].node");
    assertThat(PublishCheck.problems(TrustFileWriter.write(Samples.file(Samples.node("x")))))
        .isEmpty();
    assertThat(PublishCheck.problems(TrustFileWriter.revocation())).isEmpty();
    assertThat(PublishCheck.problems(Bytes.utf8("{}")))
        .extracting(ReadResult.Warning::where)
        .containsExactly("entities", "description", "contact");
    assertThat(
            PublishCheck.problems(
                TrustFileWriter.write(
                    new TrustFile("d", java.util.List.of("no scheme"), java.util.List.of()))))
        .hasSize(1);
  }

  @Test
  void publishingIsToldOfEveryFaultAtOnce() {
    String file =
        """
        {"version": "one", "description": 7, "contact": ["no scheme"],
         "entities": [
           3,
           {"entity": "e", "nodes": [
             {"node": "n", "pubkey": "x", "contact": "mailto:a@b", "remotes": ["/what/1"]},
             {"node": "", "remotes-strict": 1, "functions": ["fly", "swim"]}]},
           {"nodes": {}}]}
        """;
    assertThat(PublishCheck.problems(Bytes.utf8(file)))
        .extracting(ReadResult.Warning::where)
        .containsExactlyInAnyOrder(
            "version",
            "description",
            "contact[0]",
            "entities[0]",
            "entities[1].nodes[0].pubkey",
            "entities[1].nodes[0].contact",
            "entities[1].nodes[0].remotes[0]",
            "entities[1].nodes[1].node",
            "entities[1].nodes[1].pubkey",
            "entities[1].nodes[1].remotes-strict",
            "entities[1].nodes[1].functions",
            "entities[1].nodes[1].functions",
            "entities[2].entity",
            "entities[2].nodes");
    assertThat(PublishCheck.problems(Bytes.utf8("{\"contact\": 1, \"contact\": 2}")))
        .extracting(ReadResult.Warning::toString)
        .containsExactlyInAnyOrder(
            "contact: this key stands twice",
            "contact: not an array",
            "entities: missing",
            "description: missing: a published file has it, add it");
    assertThat(PublishCheck.problems(Bytes.utf8("{\n!"))).hasSize(1);
  }

  @Test
  void aFileThatIsAllFaultsIsToldOfAsManyAsAreShown() {
    Bytes file = Bytes.utf8("{\"entities\": [{\"nodes\": [" + repeat(3_000, "0") + "]}]}");

    assertThat(PublishCheck.problems(file))
        .filteredOn(fault -> fault.where().contains("nodes["))
        .hasSize(ReadResult.MAX_WARNINGS);
  }

  /** Else each of the values would cost as much memory as the name of what it stands in. */
  @Test
  void aLongNameCostsNoMoreThanTheFileIsLong() {
    String name = "n".repeat(500_000);
    Bytes file = Bytes.utf8("{\"" + name + "\":[" + repeat(100_000, "{}") + "]}");
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();

    long before = threads.getCurrentThreadAllocatedBytes();
    TrustFileReader.read(file);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(256L << 20);
  }

  @Test
  void aFaultNamesItsPlaceInShort() {
    String name = "n".repeat(500_000);

    assertThat(refused("{\"" + name + "\":{\"a\":1,\"a\":2}}").where())
        .hasSizeLessThan(300)
        .startsWith("nnn");
    assertThat(refused("{\"x\":{\"y\":[{},{\"a\":1,\"a\":2}]}}").where()).isEqualTo("x.y[1].a");
  }
}
