package org.trustnet.bootstrap.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.trustnet.bootstrap.clock.Surroundings;
import org.trustnet.bootstrap.repo.Repository;
import org.trustnet.libp2p.dns.LoopbackDns;

/** DNSLink names at a whole node that asks the DNS server that its configuration names. */
@Timeout(120)
class DnsLinkTest {
  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private LoopbackDns dns;
  private Node node;

  @BeforeEach
  void start() throws IOException {
    dns = new LoopbackDns();
    Path repository = folder.resolve("repository");
    NewRepository.create(repository, Profile.TEST, Surroundings.ofTheMachine());
    node =
        Node.start(
            repository,
            Map.of("TRUSTNET_DNS_RESOLVERS", "test=" + dns.url()),
            Surroundings.ofTheMachine(),
            line -> {});
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    node.close();
    dns.close();
  }

  private HttpResponse<String> post(String target) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://127.0.0.1:" + node.api().port().orElseThrow() + "/api/v0/" + target))
            .header("Authorization", "Bearer " + Repository.apiToken(folder.resolve("repository")))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void aDomainLeadsWhereItsTextRecordSays() throws Exception {
    dns.text("_dnslink.site.test", "v=spf1 -all", "dnslink=/ipfs/bafkqactimvwgy3zmebsg44y");
    dns.text("_dnslink.alias.test", "dnslink=/ipns/site.test");

    assertThat(post("name/resolve?arg=site.test").body())
        .contains("\"Path\":\"/ipfs/bafkqactimvwgy3zmebsg44y\"");
    assertThat(post("name/resolve?arg=/ipns/Alias.Test./a").body())
        .contains("\"Path\":\"/ipfs/bafkqactimvwgy3zmebsg44y/a\"");
    assertThat(post("name/resolve?arg=alias.test&recursive=false").body())
        .contains("\"Path\":\"/ipns/site.test\"");
    assertThat(post("cat?arg=/ipns/alias.test").body()).isEqualTo("hello, dns");
  }

  @Test
  void aDomainWithMoreTextRecordsThanAreLookedAtIsRefused() throws Exception {
    String[] texts = new String[65];
    Arrays.setAll(texts, i -> Integer.toString(i, 36));
    texts[0] = "dnslink=/ipfs/bafkqactimvwgy3zmebsg44y";
    dns.text("_dnslink.many.test", texts);
    dns.text("_dnslink.enough.test", Arrays.copyOf(texts, 64));

    assertThat(post("name/resolve?arg=many.test").body()).contains("65 TXT records, at most 64");
    assertThat(post("name/resolve?arg=enough.test").body()).contains("/ipfs/bafkqactimvwgy3z");
  }

  @Test
  void saysWhyADomainLeadsNowhere() throws Exception {
    dns.text("_dnslink.two.test", "dnslink=/ipfs/bafkqaaik", "dnslink=/ipfs/bafkqaaim");
    dns.text("_dnslink.self.test", "dnslink=/ipns/self.test");

    assertThat(post("name/resolve?arg=none.test").body())
        .contains("no DNSLink", "_dnslink.none.test", "NOT_FOUND");
    assertThat(post("name/resolve?arg=two.test").body())
        .contains("2 DNSLink records at _dnslink.two.test, and only one may be");
    assertThat(post("name/resolve?arg=self.test").body()).contains("more than 32 times");
    assertThat(post("name/resolve?arg=not..test").body()).contains("neither a key nor a domain");
  }

  @Test
  void withoutTheNetworkNobodyIsAsked() throws Exception {
    dns.text("_dnslink.site.test", "dnslink=/ipfs/bafkqaaik");

    assertThat(post("name/resolve?arg=site.test&offline=true").body())
        .contains("DNS is asked for it; leave --offline away");
    assertThat(dns.questions()).isZero();
  }
}
