package org.trustnet.ipns.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trustnet.ipns.record.Compatibility;
import org.trustnet.ipns.record.IpnsRecord;
import org.trustnet.ipns.record.IpnsRecords;
import org.trustnet.ipns.record.RecordContent;
import org.trustnet.ipns.record.Rejection;
import org.trustnet.libp2p.crypto.Keys;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.libp2p.kad.records.RecordValidator;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.KeyType;
import org.trustnet.multiformats.MultiformatException;
import org.trustnet.multiformats.PeerId;

final class NameResolverTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final InstantSource CLOCK = InstantSource.fixed(NOW);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final String CONTENT = "/ipfs/bafkqaddwgevxmmraojswg33smq";

  private final FakeRouting routing = new FakeRouting();
  private final IpnsResolver names = new IpnsResolver(routing, CLOCK);
  private final Map<String, TxtRecords.Answer> dns = new HashMap<>();
  private final NameResolver resolver =
      new NameResolver(
          names,
          (name, timeout) ->
              dns.getOrDefault(name, new TxtRecords.Answer.Texts(List.of(), Duration.ZERO)),
          CLOCK);

  private static PrivateKey key(int seed) {
    return Keys.generate(KeyType.ED25519, new Random(seed));
  }

  private static IpnsRecord record(PrivateKey key, String value, long sequence, Instant eol) {
    return IpnsRecords.create(
        key,
        new RecordContent(Bytes.utf8(value), sequence, eol, Duration.ofMinutes(5)),
        Compatibility.V2_ONLY);
  }

  private IpnsRecord plant(PrivateKey key, String value, long sequence, Instant eol) {
    IpnsRecord record = record(key, value, sequence, eol);
    routing.plant(RoutingKey.record(key.peerId()), record.bytes());
    return record;
  }

  private NameOutcome resolve(String path) throws InterruptedException {
    return resolver.resolve(NamePath.parse(path), 16, SECOND);
  }

  @Test
  void keepsTheBestOfAllAnswersAndCountsTheRest() throws InterruptedException {
    PrivateKey key = key(1);
    Instant eol = NOW.plusSeconds(1_000);
    IpnsRecord low = plant(key, "/ipfs/low", 1, eol);
    IpnsRecord high = plant(key, CONTENT, 2, eol);
    plant(key, CONTENT, 2, eol);
    IpnsRecord old = plant(key, CONTENT, 9, NOW.minusSeconds(1));
    routing.plant(RoutingKey.record(key.peerId()), Bytes.hex("ff"));
    routing.plant(RoutingKey.record(key.peerId()), record(key(2), CONTENT, 99, eol).bytes());
    NameLookup lookup = names.lookup(key.peerId(), 16, SECOND);
    assertThat(lookup.best()).contains(high);
    assertThat(lookup.valid()).containsExactly(high, low);
    assertThat(lookup.expired()).containsExactly(old);
    assertThat(lookup.rejected())
        .isEqualTo(Map.of(Rejection.MALFORMED, 1, Rejection.BAD_SIGNATURE, 1));
    assertThat(lookup.records()).isEqualTo(6);
    assertThat(lookup.answered()).isEqualTo(6);
  }

  @Test
  void asksForAsManyValidAnswersAsAreEnough() throws InterruptedException {
    PrivateKey key = key(1);
    names.lookup(key.peerId(), 7, SECOND);
    assertThat(routing.quorum()).isEqualTo(7);
    resolve("/ipns/" + key.peerId());
    assertThat(routing.quorum()).isEqualTo(16);
    names.lookup(key.peerId(), IpnsResolver.ALL, SECOND);
    assertThat(routing.quorum()).isZero();
    assertThatThrownBy(() -> names.lookup(key.peerId(), -1, SECOND))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void tellsOfEveryRecordAlsoOfThoseThatManyHigherOnesCrowdOut() throws InterruptedException {
    PrivateKey key = key(1);
    IpnsRecord low = plant(key, "/ipfs/low", 1, NOW.plusSeconds(10));
    IpnsRecord old = plant(key, "/ipfs/old", 1, NOW.minusSeconds(1));
    for (int i = 0; i < IpnsResolver.MAX_RECORDS; i++) {
      plant(key, CONTENT, 2 + i, NOW.plusSeconds(10));
      plant(key, CONTENT, 2 + i, NOW.minusSeconds(1));
    }
    List<IpnsRecord> heard = new ArrayList<>();
    NameLookup lookup = names.lookup(key.peerId(), IpnsResolver.ALL, SECOND, heard::add);
    assertThat(lookup.valid()).doesNotContain(low);
    assertThat(lookup.expired()).doesNotContain(old);
    assertThat(heard).contains(low, old).hasSize(2 + 2 * IpnsResolver.MAX_RECORDS);
  }

  @Test
  void howeverManyLowerOnesComeFirstTheHighestIsFound() throws InterruptedException {
    PrivateKey key = key(1);
    for (int i = 0; i < 300; i++) {
      plant(key, CONTENT, i, NOW.plusSeconds(10));
    }
    NameLookup lookup = names.lookup(key.peerId(), IpnsResolver.ALL, SECOND);
    assertThat(lookup.records()).isEqualTo(300);
    assertThat(lookup.valid()).hasSize(IpnsResolver.MAX_RECORDS);
    assertThat(lookup.best().orElseThrow().sequence()).isEqualTo(299);
  }

  @Test
  void followsNamesAndDomainsToContent() throws InterruptedException {
    PrivateKey first = key(1);
    PrivateKey second = key(2);
    plant(first, "/ipns/" + second.peerId().toName() + "/a", 0, NOW.plusSeconds(1_000));
    plant(second, CONTENT, 0, NOW.plusSeconds(100));
    dns.put("_dnslink.example.org", text("dnslink=/ipns/" + first.peerId(), "v=spf1"));
    assertThat(resolve("/ipns/Example.ORG./b"))
        .isEqualTo(
            new NameOutcome.Resolved(
                ((NamePath.Content) NamePath.parse(CONTENT + "/a/b")).path(),
                Duration.ofSeconds(60)));
    assertThat(resolve("/ipns/" + second.peerId().toName()))
        .extracting("ttl")
        .isEqualTo(Duration.ofSeconds(100));
  }

  private static TxtRecords.Answer text(String... texts) {
    return new TxtRecords.Answer.Texts(List.of(texts), Duration.ofSeconds(60));
  }

  @Test
  void saysWhyAPathEndsNowhere() throws InterruptedException {
    PrivateKey key = key(1);
    assertThat(resolve("/ipns/" + key.peerId().toName())).isInstanceOf(NameOutcome.NoRecord.class);
    plant(key, "/ipns/" + key.peerId().toName(), 0, NOW.plusSeconds(10));
    assertThat(resolve("/ipns/" + key.peerId().toName()))
        .isEqualTo(new NameOutcome.TooDeep(NameResolver.MAX_DEPTH));
    plant(key, "nonsense", 1, NOW.plusSeconds(10));
    assertThat(resolve("/ipns/" + key.peerId().toName()))
        .isEqualTo(new NameOutcome.BadValue(key.peerId()));
    assertThat(resolve("/ipns/none.example"))
        .isEqualTo(new NameOutcome.BadDomain("none.example", new DnsLink.Outcome.None()));
    dns.put("_dnslink.down.example", new TxtRecords.Answer.Failed("SERVFAIL"));
    assertThat(resolve("/ipns/down.example"))
        .isEqualTo(
            new NameOutcome.BadDomain("down.example", new DnsLink.Outcome.Failed("SERVFAIL")));
    assertThat(resolver.resolve(NamePath.parse("/ipns/none.example"), 16, Duration.ZERO))
        .isEqualTo(new NameOutcome.TimedOut());
  }

  @Test
  void followsAsManyNamesAsTheLimitAndNotOneMore() throws InterruptedException {
    for (int i = 0; i <= NameResolver.MAX_DEPTH; i++) {
      String next = i == 0 ? CONTENT : "/ipns/" + key(i - 1).peerId().toName();
      plant(key(i), next, 0, NOW.plusSeconds(1_000));
    }
    PeerId last = key(NameResolver.MAX_DEPTH - 1).peerId();
    assertThat(resolve("/ipns/" + last.toName())).isInstanceOf(NameOutcome.Resolved.class);
    PeerId further = key(NameResolver.MAX_DEPTH).peerId();
    assertThat(resolve("/ipns/" + further.toName()))
        .isEqualTo(new NameOutcome.TooDeep(NameResolver.MAX_DEPTH));
  }

  @Test
  void takesDomainsAsLongAsTheLimitAndNotACharacterLonger() {
    String longest = ("a".repeat(50) + ".").repeat(5).substring(0, DnsLink.MAX_DOMAIN);
    assertThat(longest).doesNotEndWith(".");
    assertThat(DnsLink.domain(longest)).hasSize(DnsLink.MAX_DOMAIN);
    String longer = longest + "a";
    assertThatThrownBy(() -> DnsLink.domain(longer)).isInstanceOf(MultiformatException.class);
  }

  @Test
  void choosesNothingWhenADomainHasSeveralLinks() {
    String link = "dnslink=" + CONTENT;
    assertThat(DnsLink.judge(text(link, link))).isEqualTo(new DnsLink.Outcome.Several(2));
    assertThat(DnsLink.judge(text(link, "dnslink=/ipfs/nonsense", "dnslink=", "x=y")))
        .isEqualTo(new DnsLink.Outcome.Found(NamePath.parse(CONTENT), Duration.ofSeconds(60)));
    assertThat(DnsLink.judge(text())).isEqualTo(new DnsLink.Outcome.None());
  }

  @Test
  void looksAtNoMoreRecordsAndCharactersThanTheLimits() {
    String[] texts = new String[DnsLink.MAX_RECORDS];
    java.util.Arrays.fill(texts, "x");
    texts[0] = CONTENT;
    assertThat(DnsLink.judge(text(texts))).isInstanceOf(DnsLink.Outcome.Found.class);
    String[] tooMany = java.util.Arrays.copyOf(texts, texts.length + 1);
    tooMany[texts.length] = "x";
    assertThat(DnsLink.judge(text(tooMany))).isInstanceOf(DnsLink.Outcome.Failed.class);
    String padded = CONTENT + "/" + "a".repeat(DnsLink.MAX_CHARACTERS - CONTENT.length() - 1);
    assertThat(DnsLink.parse(padded)).isPresent();
    assertThat(DnsLink.parse(padded + "a")).isEmpty();
  }

  @Test
  void readsTheLegacyFormsOfALink() {
    NamePath content = NamePath.parse(CONTENT);
    assertThat(DnsLink.parse(CONTENT)).contains(content);
    assertThat(DnsLink.parse("dnslink=" + CONTENT.substring(6))).contains(content);
    assertThat(DnsLink.parse(CONTENT.substring(6))).contains(content);
    assertThat(DnsLink.parse("DNSLINK=" + CONTENT)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/ipns/",
        "/ipns//",
        "/ipfs/x",
        "/other/x",
        "/ipns/a b",
        "/ipns/-",
        "/ipns/a..b",
        "/ipns/ä.example"
      })
  void refusesPathsThatLeadNowhere(String path) {
    assertThatThrownBy(() -> NamePath.parse(path)).isInstanceOf(MultiformatException.class);
  }

  @Test
  void keysRoutingByTheBinaryName() {
    PeerId name = key(1).peerId();
    Bytes key = RoutingKey.record(name);
    assertThat(key).isEqualTo(Bytes.concat(Bytes.utf8("/ipns/"), name.encode()));
    assertThat(RoutingKey.name(key)).contains(name);
    assertThat(RoutingKey.name(RoutingKey.publicKey(name))).isEmpty();
    assertThat(RoutingKey.name(Bytes.utf8("/ipns/"))).isEmpty();
    assertThat(RoutingKey.name(Bytes.utf8("/ipns/x"))).isEmpty();
  }

  @Test
  void judgesRecordsForTheDht() {
    RecordValidator validator = new IpnsRecordValidator();
    PrivateKey key = key(1);
    Bytes routingKey = RoutingKey.record(key.peerId());
    Bytes low = record(key, CONTENT, 1, NOW.plusSeconds(10)).bytes();
    Bytes high = record(key, CONTENT, 2, NOW.plusSeconds(10)).bytes();
    assertThat(validator.validate(routingKey, low, NOW).isValid()).isTrue();
    assertThat(validator.validate(routingKey, low, NOW.plusSeconds(11)).isValid()).isFalse();
    assertThat(validator.validate(Bytes.utf8("/ipns/x"), low, NOW).isValid()).isFalse();
    assertThat(validator.validate(routingKey, Bytes.hex("ff"), NOW).isValid()).isFalse();
    assertThat(validator.validate(routingKey, Bytes.hex("0a00"), NOW))
        .isEqualTo(RecordValidator.Validity.invalid("no signed data: a record of version 1"));
    assertThat(validator.select(routingKey, List.of(low, high, low))).isEqualTo(1);
  }
}
