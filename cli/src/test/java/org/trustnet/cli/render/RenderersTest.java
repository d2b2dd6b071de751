package org.trustnet.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trustnet.bootstrap.commands.Commands;
import org.trustnet.bootstrap.operation.OperationSpec;
import org.trustnet.cli.json.Json;
import org.trustnet.multiformats.Bytes;

class RenderersTest {
  private static String text(String path, Map<String, String> options, String... documents) {
    StringBuilder text = new StringBuilder();
    Sheet sheet =
        new Sheet(options) {
          @Override
          public void line(String line) {
            text.append(line).append('\n');
          }

          @Override
          public void raw(Bytes bytes) {
            text.append(bytes.toUtf8());
          }

          @Override
          public void note(String what) {
            text.append('[').append(what).append(']').append('\n');
          }

          @Override
          public void progress(String what) {
            text.append('(').append(what).append(')');
          }
        };
    OperationSpec spec =
        Commands.all().stream().filter(s -> s.path().equals(path)).findFirst().orElseThrow();
    for (String document : documents) {
      Renderers.of(spec).show(new Fields(Json.parse(document)), sheet);
    }
    sheet.end();
    return text.toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          version | {"Version":"1.2"} | trustnet version 1.2
          file/validate | {"Valid":true,"Warnings":[]} | Valid: yes
          name/publish | {"Name":"k51","Value":"/ipfs/b"} | Published to k51: /ipfs/b
          name/resolve | {"Path":"/ipfs/b"} | /ipfs/b
          key/gen | {"Name":"bob","Id":"k51"} | k51
          key/rename | {"Was":"a","Now":"b","Id":"k51","Overwrite":false} | Key k51 renamed to b
          key/rm | {"Keys":[{"Name":"bob","Id":"k51"}]} | bob
          bootstrap/ls | {"Peers":["/ip4/1.2.3.4/tcp/1/p2p/Q"]} | /ip4/1.2.3.4/tcp/1/p2p/Q
          bootstrap/ls | {"Peers":["/ip4/1.2.3.4/tcp/1/p2p/Q"],"Sources":{"Q":["acme","x"]}} | /ip4/1.2.3.4/tcp/1/p2p/Q  acme,x
          trust/log | {"at":"T","by":"cli:ann","action":"add","text":"bob","count":1} | T  cli:ann  add  bob
          trust/log | {"at":"T","by":"program","action":"update","text":"n","count":3} | T  program  update  n  3 times
          bootstrap/add | {"Peers":["/p2p/Q"]} | added /p2p/Q
          swarm/peers | {"Peers":[{"Addr":"/ip4/1.2.3.4/tcp/1","Peer":"Q","Latency":"1ms"}]} | /ip4/1.2.3.4/tcp/1/p2p/Q
          swarm/connect | {"Strings":["connect Q success"]} | connect Q success
          swarm/peering/add | {"ID":"Q","Status":"success"} | add Q success
          routing/findprovs | {"ID":"","Type":4,"Responses":[{"ID":"Q","Addrs":[]}],"Extra":""} | Q
          routing/findpeer | {"Type":2,"Responses":[{"ID":"Q","Addrs":["/ip4/1.2.3.4/tcp/1"]}]} | /ip4/1.2.3.4/tcp/1
          block/put | {"Key":"bafk","Size":3} | bafk
          config/get | {"Key":"A.B","Value":"x"} | x
          config/get | {"Key":"A.B","Value":true} | true
          add | {"Name":"a","Hash":"Qm","Size":"3"} | added Qm a
          name/publish | {"Name":"k51","Value":"/ipfs/b","Announced":0} | Published to k51: /ipfs/b
          config/check | {"Strings":[]} | no fault, and nothing to add
          config/check | {"Strings":["a: b"]} | a: b
          trust/matrix | {"function":"f","peer":false,"trusted":true,"ultimate":true} | f  trusted ultimate
          trust/matrix | {"function":"f","peer":false,"ultimate":false} | f  none
          bootstrap | {"Peers":["/ip4/1.2.3.4/tcp/1/p2p/Q"]} | /ip4/1.2.3.4/tcp/1/p2p/Q
          bootstrap/rm | {"Entries":["no more bootstrap: x"]} | no more bootstrap: x
          trust/matrix | {"Message":"m: done; x loses f","Messages":["x loses f"]} | m: done; x loses f
          trust/peers | {"pubkey":"Q","level":"peer","connected":true,"kept-for":["x"]} | Q  peer  connected  x
          trust/refresh | {"label":"bob","outcome":"updated"} | bob: updated
          trust/refresh | {"label":"bob","outcome":"updated","Message":"held: 4"} | bob: updated; held: 4
          trust/refresh | {"label":"bob","Message":"busy"} | bob: busy
          trust/ls | {"label":"bob","state":"fresh","flags":[],"withheld":false} | bob  fresh
          trust/ls | {"label":"bob","flags":["blocked","held"],"withheld":true} | bob  blocked,held  withheld
          """)
  void looksAsInKubo(String path, String document, String line) {
    assertThat(text(path, Map.of(), document)).isEqualTo(line + "\n");
  }

  @Test
  void listsEntriesInColumns() {
    String document =
        """
        {"Entries":[{"label":"bob\\n\\u202e","trustlevel":"peer","state":"active","pubkey":"k51"},
        {"label":"x","trustlevel":"advanced","state":"frozen","pubkey":"k52"}]}
        """;
    assertThat(text("trust/ls", Map.of(), document))
        .isEqualTo(
            """
            bob\\u000a\\u202e  peer      active  k51
            x                advanced  frozen  k52
            """);
  }

  @Test
  void alignsWhatComesRowByRowInPiecesOfAThousand() {
    List<String> rows = new ArrayList<>();
    rows.add("{\"label\":\"a\",\"state\":\"fresh\"}");
    for (int i = 1; i <= Sheet.ALIGNED; i++) {
      rows.add("{\"label\":\"%s\",\"state\":\"x\",\"withheld\":true}".formatted("b".repeat(9)));
    }

    List<String> lines = text("trust/ls", Map.of(), rows.toArray(String[]::new)).lines().toList();

    assertThat(lines).hasSize(Sheet.ALIGNED + 1);
    assertThat(lines.getFirst()).isEqualTo("a          fresh");
    assertThat(lines.get(1)).isEqualTo("bbbbbbbbb  x      withheld");
    assertThat(lines.getLast()).as("of the next piece").isEqualTo("bbbbbbbbb  x  withheld");
  }

  @Test
  void aPublicationThatReachedNobodySaysSo() {
    assertThat(text("name/publish", Map.of(), "{\"Name\":\"k51\",\"Message\":\"stored\"}"))
        .endsWith("stored\n");
    assertThat(text("publish", Map.of(), "{\"Name\":\"k51\",\"Announced\":3}"))
        .endsWith("announced to 3\n");
  }

  @Test
  void theLatencyOfAPeerIsShownOnRequest() {
    String peer =
        "{\"Peers\":[{\"Addr\":\"/ip4/1.2.3.4/tcp/1\",\"Peer\":\"Q\",\"Latency\":\"%s\"}]}";
    assertThat(text("swarm/peers", Map.of("latency", "true"), peer.formatted("1.25ms")))
        .isEqualTo("/ip4/1.2.3.4/tcp/1/p2p/Q 1.25ms\n");
    assertThat(text("swarm/peers", Map.of("latency", "true"), peer.formatted("n/a")))
        .isEqualTo("/ip4/1.2.3.4/tcp/1/p2p/Q n/a\n");
    assertThat(text("swarm/peers", Map.of(), peer.formatted("1.25ms")))
        .isEqualTo("/ip4/1.2.3.4/tcp/1/p2p/Q\n");
  }

  @Test
  void whatElseThereIsToSayStandsBelow() {
    assertThat(text("bootstrap/add", Map.of(), "{\"Peers\":[\"/p2p/Q\"],\"Messages\":[\"m\"]}"))
        .isEqualTo("added /p2p/Q\n  m\n");
    assertThat(
            text(
                "swarm/peering/rm",
                Map.of(),
                "{\"ID\":\"Q\",\"Status\":\"success\",\"Messages\":[\"m\"]}"))
        .isEqualTo("remove Q success\n  m\n");
    assertThat(text("file/validate", Map.of(), "{\"Valid\":true,\"Warnings\":[\"v\",\"w\"]}"))
        .isEqualTo("Valid: yes\nwarning: v\nwarning: w\n");
    assertThat(text("publish", Map.of(), "{\"Name\":\"k51\",\"Announced\":3,\"Warnings\":[\"w\"]}"))
        .endsWith("announced to 3\nwarning: w\n");
  }

  @Test
  void explainsStepByStep() {
    String document =
        """
        {"function":"bootstrap","allowed":false,"peer":"Q","level":"peer","rule":"matrix",
        "steps":["no block","level peer"]}
        """;
    assertThat(text("trust/explain", Map.of(), document))
        .isEqualTo(
            "bootstrap: not allowed to Q, level peer, by matrix\n  no block\n  level peer\n");
    String ofAnEntry =
        """
        {"function":"redistribute-ipns","allowed":true,"label":"acme","key":"/ipns/k51",
        "level":"advanced","rule":"matrix","steps":["acme gives it"]}
        """;
    assertThat(text("trust/explain", Map.of(), ofAnEntry))
        .isEqualTo(
            "redistribute-ipns: allowed to acme (/ipns/k51), level advanced, by matrix\n"
                + "  acme gives it\n");
  }

  @Test
  void addTellsProgressAndWithQuieterOnlyTheLast() {
    String[] rows = {
      "{\"Name\":\"a\",\"Bytes\":1500}", "{\"Name\":\"a\",\"Hash\":\"Q1\"}", "{\"Hash\":\"Q2\"}"
    };
    assertThat(text("add", Map.of(), rows)).isEqualTo("(1.5 kB a)added Q1 a\nadded Q2\n");
    assertThat(text("add", Map.of("quieter", "true"), rows)).isEqualTo("(1.5 kB a)Q2\n");
  }

  @Test
  void routingGetGivesTheBytes() {
    assertThat(text("routing/get", Map.of(), "{\"Type\":5,\"Extra\":\"aGVsbG8=\"}"))
        .isEqualTo("hello");
    assertThat(text("routing/get", Map.of("verbose", "true"), "{\"Type\":0,\"ID\":\"Q\"}"))
        .isEqualTo("* sending query Q\n");
  }

  @Test
  void noRendererFailsOnWhatItDoesNotExpect() {
    Map<String, Object> odd = new LinkedHashMap<>();
    odd.put("Peers", "text");
    for (OperationSpec spec : Commands.all()) {
      for (String json : new String[] {"[]", "3", "\"x\"", "[{\"a\":null}]", Json.compact(odd)}) {
        assertThat(text(spec.path(), Map.of(), json)).isNotNull();
      }
    }
  }

  private static final String ENTRY =
      "{\"Value\":\"/ipfs/bafyaabakaieac\",\"ValidityType\":0,"
          + "\"Validity\":\"2026-11-23T16:23:13.635557795Z\",\"Sequence\":0,\"TTL\":%s}";

  private static String inspected(String ttl, String rest) {
    return text(
        "name/inspect",
        Map.of(),
        "{\"Entry\":%s,\"PbSize\":305,\"SignatureType\":\"V1+V2\",%s}"
            .formatted(ENTRY.formatted(ttl), rest));
  }

  private static final String KUBOS_HEAD =
      """
      Value:          "/ipfs/bafyaabakaieac"
      Validity Type:  0
      Validity:       "2026-11-23T16:23:13.635557795Z"
      Sequence:       0
      TTL:            5m0s
      Protobuf Size:  305
      Signature Type: V1+V2

      """;

  @Test
  void anInspectedRecordLooksAsInKubo() {
    String dump = "00000130  00                                                |.|";
    assertThat(inspected("300000000000", "\"HexDump\":\"" + dump + "\\n\",\"Validation\":null"))
        .isEqualTo(
            KUBOS_HEAD
                + "This record was not verified. Pass '--verify k51...' to verify.\n\nHex Dump:\n"
                + dump
                + "\n");
    assertThat(
            inspected(
                "300000000000",
                "\"HexDump\":\"\",\"Validation\":{\"Valid\":true,\"Reason\":\"\",\"Name\":\"k51q\"}"))
        .isEqualTo(KUBOS_HEAD + "Validation results:\n Valid: true\n Name:  k51q\n");
    assertThat(
            inspected(
                "300000000000",
                "\"HexDump\":\"\",\"Validation\":"
                    + "{\"Valid\":false,\"Reason\":\"no\\u001b\",\"Name\":\"k51q\"}"))
        .isEqualTo(
            KUBOS_HEAD
                + "Validation results:\n Valid:  false\n Reason: no\\u001b\n Name:   k51q\n");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0s",
    "1, 1ns",
    "1500, 1.5µs",
    "2000000, 2ms",
    "1500000000, 1.5s",
    "60000000000, 1m0s",
    "86400000000000, 24h0m0s",
    "3661000000001, 1h1m1.000000001s",
    "18446744073709551615, 18446744073709551615ns"
  })
  void aTimeToLiveIsWrittenAsGoDoes(String nanos, String shown) {
    assertThat(inspected(nanos, "\"HexDump\":\"\"")).contains("TTL:            " + shown + "\n");
  }

  @Test
  void withdrawingBootstrapFromAllShowsEntriesAndThenPeers() {
    assertThat(
            text(
                "bootstrap/rm/all",
                Map.of(),
                "{\"Entries\":[\"-bootstrap: acme (k51)\"]}",
                "{\"Peers\":[\"/p2p/Q\"]}"))
        .isEqualTo("-bootstrap: acme (k51)\nremoved /p2p/Q\n");
  }

  @Test
  void blocksWithoutAnEntryHaveASectionOfTheirOwn() {
    assertThat(
            text(
                "trust/ls",
                Map.of(),
                "{\"label\":\"acme\",\"trustlevel\":\"trusted\",\"state\":\"fresh\"}",
                "{\"pubkey\":\"12D3\",\"blocked\":[\"peer\",\"name\"]}",
                "{\"pubkey\":\"k51qz\",\"blocked\":[\"name\"]}"))
        .isEqualTo(
            "acme  trusted  fresh\nblocked, without an entry:\n  12D3   peer and name\n"
                + "  k51qz  name\n");
  }

  @Test
  void anIdIsWrittenInTheFormThatWasAskedFor() {
    String document =
        "{\"ID\":\"12D3\",\"AgentVersion\":\"<id>/1\",\"Addresses\":[\"/a\",\"/b\"],\"Protocols\":[]}";
    assertThat(text("id", Map.of("format", "<id>\\t<aver>\\n<addrs>$1"), document))
        .isEqualTo("12D3\t<id>/1\n/a\n/b$1");
    assertThat(text("version", Map.of("number", "true"), "{\"Version\":\"0.1\"}"))
        .isEqualTo("0.1\n");
    assertThat(
            text(
                "name/publish",
                Map.of("quieter", "true"),
                "{\"Name\":\"k51\",\"Value\":\"/ipfs/x\",\"Message\":\"queued\"}"))
        .isEqualTo("k51\n");
  }

  @Test
  void anOverriddenSettingIsNotedBesideTheAnswer() {
    String override =
        "{\"Key\":\"A.B\",\"Variable\":\"TRUSTNET_A_B\",\"Value\":true,\"File\":false}";
    assertThat(
            text(
                "config/get",
                Map.of(),
                "{\"Key\":\"A.B\",\"Value\":true,\"Overrides\":[" + override + "]}"))
        .isEqualTo("true\n[A.B is set by TRUSTNET_A_B: true is in force, without it false]\n");
  }
}
