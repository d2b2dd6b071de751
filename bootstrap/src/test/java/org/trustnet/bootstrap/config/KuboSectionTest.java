package org.trustnet.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KuboSectionTest {
  private static final String ID = "12D3KooWEqnTdgqHnkkwarSrJjeMP2ZJiADWLYADaNvUb6SQNyPF";
  private static final String ADDRESS = "/ip4/127.0.0.1/tcp/4001/p2p/" + ID;

  private static String bootstrap(String json) {
    return new KuboSection("Bootstrap", json).advice();
  }

  private static String peering(String json) {
    return new KuboSection("Peering", json).advice();
  }

  @Test
  void theCommandThatTakesBootstrapPeersOverHasTheirAddresses() {
    String domain = "/dnsaddr/example.org/p2p/" + ID;
    assertThat(bootstrap("[\"" + domain + "\", \"" + ADDRESS + "\", \"" + domain + "\"]"))
        .isEqualTo(
            "Bootstrap of the configuration is not used: the trust database decides; to take its"
                + " peers over: trustnet bootstrap add "
                + domain
                + " "
                + ADDRESS);
  }

  @Test
  void theCommandThatTakesPeeringsOverHasEachAddressOfEachPeer() {
    assertThat(
            peering(
                "{\"Peers\": [{\"ID\": \"%1$s\", \"Addrs\": [\"/ip4/127.0.0.1/tcp/1\", \"%2$s\"]},"
                        .formatted(ID, ADDRESS)
                    + " {\"ID\": \"%s\"}]}".formatted(ID)))
        .endsWith(
            ": trustnet swarm peering add /ip4/127.0.0.1/tcp/1/p2p/%1$s %2$s /p2p/%1$s"
                .formatted(ID, ADDRESS));
  }

  @Test
  void noShellTakesAnythingInAnAddressForACommand() {
    String sly = "/dns4/a'; touch b; '$(c)/tcp/1/p2p/" + ID;
    assertThat(bootstrap("[\"" + sly + "\"]"))
        .endsWith("add '/dns4/a'\\''; touch b; '\\''$(c)/tcp/1/p2p/" + ID + "'");
  }

  @Test
  void whatIsNoAddressOfAPeerIsCounted() {
    assertThat(bootstrap("[\"auto\", 1, \"/ip4/127.0.0.1/tcp/1\", \"" + ADDRESS + "\"]"))
        .endsWith("add " + ADDRESS + "; 3 of its values are no address of a peer");
    assertThat(peering("{\"Peers\": [7, {\"ID\": \"x\", \"Addrs\": [\"/ip4/127.0.0.1/tcp/1\"]}]}"))
        .endsWith("could be taken over; 2 of its values are no address of a peer");
  }

  @ParameterizedTest
  @CsvSource({"null", "[]", "{}", "'\"auto\"'", "123456789012345678901234567890"})
  void aSectionWithoutPeersSaysSo(String json) {
    assertThat(bootstrap(json)).contains("it names no peer that could be taken over");
    assertThat(peering(json)).contains("it names no peer that could be taken over");
  }

  @Test
  void aLongCommandEndsAtTheLimitAndCountsTheRest() {
    StringBuilder json = new StringBuilder("[\"" + ADDRESS + "\"");
    for (int port = 1; port <= 200; port++) {
      json.append(",\"/ip4/127.0.0.1/tcp/").append(port).append("/p2p/").append(ID).append('"');
    }
    String advice = bootstrap(json.append(']').toString());
    String command = advice.substring(advice.indexOf("trustnet"), advice.indexOf("; then"));

    assertThat(command.length())
        .isBetween(KuboSection.MAX_COMMAND - ADDRESS.length(), KuboSection.MAX_COMMAND);
    int shown = Collections.frequency(java.util.List.of(command.split("[ /]")), ID);
    assertThat(advice).endsWith("; then the other " + (201 - shown) + " in the same way");
  }
}
