package org.trustnet.bootstrap.answers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trustnet.bootstrap.commands.ContentCommands;
import org.trustnet.bootstrap.commands.KeyCommands;
import org.trustnet.bootstrap.commands.NameCommands;
import org.trustnet.bootstrap.operation.OperationException;
import org.trustnet.ipns.record.IpnsRecords;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;
import org.trustnet.multiformats.Multihash;
import org.trustnet.trust.refresh.Sequences;

class NameAnswersTest {
  private static final String ONE = "/ipfs/bafkqaaik";
  private static final String TWO = "/ipfs/bafkqaaim";

  @TempDir Path ours;
  @TempDir Path theirs;
  private TestNode node;
  private TestNode other;

  @BeforeEach
  void start() throws IOException {
    node = TestNode.start(ours);
    other = TestNode.start(theirs);
  }

  @AfterEach
  void stop() throws Exception {
    node.close();
    other.close();
  }

  private static Map<String, Object> publish(TestNode at, String path, String... options) {
    return at.call(NameCommands.PUBLISH, options(options), path).document();
  }

  private static Map<String, String> options(String... namesAndValues) {
    Map<String, String> options = new java.util.HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      options.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return options;
  }

  @Test
  void asksBeforeASequenceAfterWhichNoListCanBePublished() {
    String last = Long.toString(Sequences.HIGHEST);
    String beyond = Long.toString(Sequences.HIGHEST + 1);
    assertThatThrownBy(() -> publish(node, ONE, "sequence", beyond))
        .isInstanceOfSatisfying(
            OperationException.class,
            e -> assertThat(e.kind()).isEqualTo(OperationException.Kind.NEEDS_YES))
        .hasMessageContaining("ends this name");
    assertThat(publish(node, ONE, "sequence", last)).containsEntry("Value", ONE);
    assertThat(publish(node, TWO, "sequence", beyond, "yes", "true")).containsEntry("Value", TWO);
  }

  private static Object resolve(TestNode at, String name, String... options) {
    return at.call(NameCommands.RESOLVE, options(options), name).document().get("Path");
  }

  private static String self(TestNode of) {
    return of.host.peer().toName();
  }

  @Test
  void publishesBeforeAnyPeerIsKnownAndSaysSo() {
    assertThat(publish(node, ONE))
        .containsEntry("Name", self(node))
        .containsEntry("Value", ONE)
        .containsEntry("Sequence", 0L)
        .containsEntry("Announced", 0)
        .containsKeys("Eol", "Message");

    assertThat(node.names.nextPut(node.host.peer())).isPresent();
    assertThat(resolve(node, self(node))).isEqualTo(ONE);
  }

  @Test
  void othersResolveEverySpellingOfTheName() {
    TestNode.connect(node, other);

    assertThat(publish(node, "bafkqaaik"))
        .containsEntry("Announced", 1)
        .doesNotContainKey("Message");

    String base32 = node.host.peer().toCid().toString();
    for (String name :
        new String[] {self(node), "/ipns/" + self(node), node.host.peer().toString(), base32}) {
      assertThat(resolve(other, name)).isEqualTo(ONE);
    }
    assertThat(resolve(other, self(node) + "/a/b")).isEqualTo(ONE + "/a/b");
    assertThat(node.call(NameCommands.RESOLVE).document()).containsEntry("Path", ONE);
  }

  @Test
  void anAnswerIsKeptForItsTtl() {
    TestNode.connect(node, other);
    publish(node, ONE);
    assertThat(resolve(other, self(node))).isEqualTo(ONE);

    publish(node, TWO);

    assertThat(resolve(node, self(node))).as("what we publish counts at once").isEqualTo(TWO);
    assertThat(resolve(other, self(node))).isEqualTo(ONE);
    assertThat(resolve(other, self(node), "nocache", "true")).isEqualTo(TWO);
    assertThat(resolve(other, self(node))).as("the better one is kept then").isEqualTo(TWO);
  }

  @Test
  void aTtlOfZeroIsNeverKept() {
    TestNode.connect(node, other);
    publish(node, ONE, "ttl", "0s");
    assertThat(resolve(other, self(node))).isEqualTo(ONE);

    publish(node, TWO, "ttl", "0s");

    assertThat(resolve(other, self(node))).isEqualTo(TWO);
  }

  @Test
  void followsNamesUnlessToldNotTo() {
    Object key = node.call(KeyCommands.GEN, "second").document().get("Id");
    publish(node, ONE);
    publish(node, "/ipns/" + self(node) + "/x", "key", "second", "resolve", "false");

    assertThat(resolve(node, (String) key)).isEqualTo(ONE + "/x");
    assertThat(resolve(node, (String) key, "recursive", "false"))
        .isEqualTo("/ipns/" + self(node) + "/x");
  }

  @Test
  void namesThatLeadInACircleEnd() {
    publish(node, "/ipns/" + self(node), "resolve", "false");

    assertThatThrownBy(() -> resolve(node, self(node))).hasMessageContaining("more than 32 times");
  }

  @Test
  void saysWhatCannotBeResolved() {
    assertThatThrownBy(() -> resolve(node, self(other)))
        .isInstanceOfSatisfying(
            OperationException.class,
            e -> assertThat(e.kind()).isEqualTo(OperationException.Kind.NOT_FOUND))
        .hasMessageContaining("could not resolve name");
    assertThatThrownBy(() -> resolve(node, self(node), "dht-record-count", "257"))
        .hasMessageContaining("--dht-record-count");
  }

  @Test
  void refusesWhatMakesNoRecord() {
    assertThatThrownBy(() -> publish(node, ONE, "lifetime", "0s")).hasMessageContaining("lifetime");
    assertThatThrownBy(() -> publish(node, ONE, "lifetime", "1h", "ttl", "2h"))
        .hasMessageContaining("--ttl");
    assertThatThrownBy(() -> publish(node, ONE, "sequence", "-1"))
        .hasMessageContaining("--sequence");
    assertThatThrownBy(() -> publish(node, "/elsewhere")).hasMessageContaining("not a path");
    assertThatThrownBy(() -> publish(node, ONE, "key", "nobody's"))
        .hasMessageContaining("no key named");
  }

  private static String folder(TestNode at) {
    return at.call(ContentCommands.ADD, Map.of("recursive", "true"))
        .folder("d")
        .file("d/a", "content")
        .rows()
        .getLast()
        .get("Hash")
        .toString();
  }

  @Test
  void publishesWhatIsHereOrAtPeersAlsoBelowFoldersAndNames() {
    String path = "/ipfs/" + folder(other) + "/a";
    TestNode.connect(node, other);
    publish(other, "/ipfs/" + folder(other));

    assertThat(publish(node, path)).containsEntry("Value", path);
    String named = "/ipns/" + self(other) + "/a";
    assertThat(publish(node, named)).containsEntry("Value", named);
  }

  @Test
  void publishesNothingThatLeadsNowhere() {
    String path = "/ipfs/" + folder(other);
    assertThatThrownBy(() -> publish(node, path))
        .as("at once, as nobody could send it")
        .isInstanceOfSatisfying(
            OperationException.class,
            e -> assertThat(e.kind()).isEqualTo(OperationException.Kind.NOT_FOUND))
        .hasMessageContaining("is not here, and no peer is connected")
        .hasMessageContaining("nothing is published, --resolve=false");
    assertThatThrownBy(() -> publish(other, path + "/b")).hasMessageContaining("no link named");
    assertThatThrownBy(() -> publish(other, ONE + "/b")).hasMessageContaining("not a directory");
    assertThatThrownBy(() -> publish(node, "/ipns/" + self(other)))
        .hasMessageContaining("no record was found");
    assertThat(node.names.record(node.host.peer())).isEmpty();
    assertThat(other.names.record(other.host.peer())).isEmpty();

    assertThat(publish(other, path + "/b", "resolve", "false")).containsEntry("Value", path + "/b");
  }

  @Test
  void whatNoConnectedPeerSendsIsNotPublished() {
    TestNode.connect(node, other);
    String path = "/ipfs/" + Cid.v1(Cid.RAW, Multihash.sha256(Bytes.utf8("nobody has it")));

    assertThatThrownBy(
            () -> node.call(NameCommands.PUBLISH, path).within(Duration.ofMillis(500)).document())
        .hasMessageContaining("nobody sent the block")
        .hasMessageContaining("nothing is published, --resolve=false");
  }

  @Test
  void publishesContentThatIsNoFile() {
    Map<String, Object> put =
        node.call(ContentCommands.BLOCK_PUT, Map.of("cid-codec", "dag-cbor"))
            .file("", Bytes.wrap(new byte[] {(byte) 0xa0}))
            .rows()
            .getFirst();
    assertThat(publish(node, "/ipfs/" + put.get("Key"))).containsEntry("Sequence", 0L);
  }

  @Test
  void sequencesAreUnsignedAndOnlyRise() {
    BigInteger high = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.TWO);

    assertThat(publish(node, ONE, "sequence", high.toString(), "yes", "true"))
        .containsEntry("Sequence", high);
    assertThatThrownBy(() -> publish(node, ONE, "sequence", "7"))
        .hasMessageContaining("must be greater than the last one, " + high);
  }

  @Test
  void getsInspectsAndPutsRecords() {
    publish(node, ONE, "ttl", "1h");
    Bytes record = node.call(NameCommands.GET, self(node)).bytes();

    Map<String, Object> seen =
        node.call(NameCommands.INSPECT, Map.of("verify", self(node))).file("", record).document();
    assertThat(seen)
        .containsEntry("PbSize", record.length())
        .containsEntry("SignatureType", "V1+V2")
        .containsEntry("HexDump", HexDump.of(record));
    assertThat(node.call(NameCommands.INSPECT, Map.of("dump", "false")).file("", record).document())
        .containsEntry("HexDump", "");
    assertThat((Map<?, ?>) seen.get("Entry"))
        .asString()
        .contains("Value=" + ONE, "ValidityType=0", "Sequence=0", "TTL=3600000000000");
    assertThat((Map<?, ?>) seen.get("Validation")).asString().contains("Valid=true");

    assertThatThrownBy(() -> put(other, record)).hasMessageContaining("while offline");
    TestNode.connect(node, other);
    assertThat(put(other, record)).containsEntry("Announced", 1);
  }

  private Map<String, Object> put(TestNode at, Bytes record) {
    return at.call(NameCommands.PUT, self(node)).file("", record).document();
  }

  @Test
  void comparesARecordWithWhatTheNetworkHoldsNowAndNotWithWhatItOnceResolved() {
    TestNode.connect(node, other);
    publish(node, ONE);
    Bytes first = node.call(NameCommands.GET, self(node)).bytes();
    assertThat(resolve(other, self(node))).isEqualTo(ONE);
    publish(node, TWO);

    assertThatThrownBy(() -> put(other, first))
        .hasMessageContaining("a newer record is known: sequence 1");
  }

  @Test
  void refusesRecordsThatAreInvalidOldOrTooLong() {
    publish(node, ONE);
    Bytes first = node.call(NameCommands.GET, self(node)).bytes();
    publish(node, TWO);

    assertThatThrownBy(() -> put(node, first)).hasMessageContaining("a newer record is known");
    byte[] broken = first.toArray();
    broken[broken.length - 40] ^= 1;
    assertThatThrownBy(() -> put(node, Bytes.wrap(broken))).hasMessageContaining("not valid");
    assertThatThrownBy(() -> put(node, Bytes.wrap(new byte[IpnsRecords.MAX_BYTES + 1])))
        .hasMessageContaining("longer than");
    assertThatThrownBy(() -> node.call(NameCommands.INSPECT).file("", "junk").document())
        .hasMessageContaining("record is malformed");
    assertThatThrownBy(() -> node.call(NameCommands.INSPECT).file("", "").document())
        .hasMessage("the record is empty");
    assertThat(
            node.call(NameCommands.INSPECT, Map.of("verify", self(other)))
                .file("", first)
                .document()
                .get("Validation"))
        .asString()
        .contains("Valid=false");
  }

  @Test
  void aRecordIsGivenDecodedToo() {
    publish(node, ONE);
    Bytes record = node.call(NameCommands.GET, self(node)).bytes();

    Map<String, Object> decoded =
        node.call(NameCommands.GET, Map.of("decoded", "true"), self(node)).document();

    assertThat(decoded)
        .containsEntry("Name", self(node))
        .containsEntry("Record", Base64.getEncoder().encodeToString(record.toArray()));
    assertThat(decoded.get("Entry")).asString().contains("Value=" + ONE);
    assertThat(decoded.get("Validation")).asString().contains("Valid=true");
  }

  @Test
  void whatIsNoNameIsSaidSo() {
    assertThatThrownBy(() -> node.call(NameCommands.PUT, "self").file("", "x").document())
        .isInstanceOfSatisfying(
            OperationException.class,
            e -> assertThat(e.kind()).isEqualTo(OperationException.Kind.USAGE))
        .hasMessageContaining("\"self\" is no IPNS name, which begins with k51…");
  }

  @Test
  void offlineANameIsResolvedFromWhatIsHereAlone() {
    TestNode.connect(node, other);
    publish(node, ONE);

    assertThat(node.call(NameCommands.RESOLVE, self(node)).offline().document())
        .containsEntry("Path", ONE);
    assertThatThrownBy(() -> other.call(NameCommands.RESOLVE, self(node)).offline().document())
        .hasMessageContaining("no record was found");
    assertThat(resolve(other, self(node))).isEqualTo(ONE);
    assertThat(other.call(NameCommands.RESOLVE, self(node)).offline().document())
        .as("seen before")
        .containsEntry("Path", ONE);
  }

  @Test
  void catReadsThroughNames() {
    Object cid = node.call(ContentCommands.ADD).file("", "named").rows().getFirst().get("Hash");
    publish(node, "/ipfs/" + cid);

    assertThat(node.call(ContentCommands.CAT, "/ipns/" + self(node)).bytes())
        .isEqualTo(Bytes.utf8("named"));
  }

  @Test
  void dumpsBytesAsHexdumpDoes() {
    assertThat(HexDump.of(Bytes.utf8("/ipfs/bafkqaaik, 16+ä")))
        .isEqualTo(
            """
            00000000  2f 69 70 66 73 2f 62 61  66 6b 71 61 61 69 6b 2c  |/ipfs/bafkqaaik,|
            00000010  20 31 36 2b c3 a4                                 | 16+..|
            """);
    assertThat(HexDump.of(Bytes.empty())).isEmpty();
  }
}
