package org.trustnet.libp2p.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.WireException.Code;
import org.trustnet.libp2p.crypto.Keys;
import org.trustnet.libp2p.crypto.PrivateKey;
import org.trustnet.libp2p.secure.SecuredEnd;
import org.trustnet.libp2p.secure.SecuredPeer;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.KeyType;
import org.trustnet.multiformats.PeerId;

class TlsContextsTest {
  private static final List<String> YAMUX = List.of("/yamux/1.0.0");
  private static final ByteBufAllocator ALLOCATOR = ByteBufAllocator.DEFAULT;

  private final TlsContexts alice = contexts(Certificates.ALICE, YAMUX, Certificates.NOW);
  private final TlsContexts bob = contexts(Certificates.BOB, YAMUX, Certificates.NOW);
  private final List<TlsEnd> ends = new ArrayList<>();

  @AfterEach
  void releaseBuffers() {
    ends.forEach(TlsEnd::close);
  }

  @Test
  void provesEachSideToTheOtherAndAgreesOnTheMuxer() {
    TlsEnd client = client(alice, Optional.of(Certificates.BOB.peerId()));
    TlsEnd server = server(bob);
    SecuredEnd.pump(client, server);
    assertThat(client.secured)
        .containsExactly(
            new SecuredPeer(
                Certificates.BOB.peerId(),
                Certificates.BOB.publicKey(),
                Optional.of("/yamux/1.0.0"),
                TlsContexts.PROTOCOL));
    assertThat(server.secured)
        .containsExactly(
            new SecuredPeer(
                Certificates.ALICE.peerId(),
                Certificates.ALICE.publicKey(),
                Optional.of("/yamux/1.0.0"),
                TlsContexts.PROTOCOL));
  }

  @ParameterizedTest
  @EnumSource(KeyType.class)
  void worksWithIdentitiesOfEveryType(KeyType type) {
    PrivateKey identity = Keys.generate(type, new java.util.SplittableRandom(8));
    TlsEnd client = client(contexts(identity, YAMUX, Certificates.NOW), Optional.empty());
    TlsEnd server = server(bob);
    SecuredEnd.pump(client, server);
    assertThat(server.secured).singleElement().returns(identity.peerId(), SecuredPeer::peer);
  }

  @Test
  void carriesDataBothWays() {
    TlsEnd client = client(alice, Optional.empty());
    TlsEnd server = server(bob);
    SecuredEnd.pump(client, server);
    client.send(Bytes.utf8("from the client"));
    server.send(Bytes.utf8("from the server"));
    SecuredEnd.pump(client, server);
    assertThat(server.received()).isEqualTo(Bytes.utf8("from the client"));
    assertThat(client.received()).isEqualTo(Bytes.utf8("from the server"));
  }

  @Test
  void refusesAPeerOtherThanExpectedBeforeNamingItself() {
    TlsEnd client = client(alice, Optional.of(Certificates.ALICE.peerId()));
    TlsEnd server = server(bob);
    SecuredEnd.pump(client, server);
    assertFailed(client, Code.WRONG_PEER);
    assertThat(server.secured).isEmpty();
  }

  @Test
  void aServerCanExpectAPeerToo() {
    TlsEnd client = client(alice, Optional.empty());
    TlsEnd server =
        end(bob.serverHandlers(ALLOCATOR, Optional.of(Certificates.BOB.peerId()), Runnable::run));
    SecuredEnd.pump(client, server);
    assertFailed(server, Code.WRONG_PEER);
    assertThat(client.channel.isOpen()).isFalse();
  }

  @Test
  void leavesTheMuxerOpenWhenThePeerOffersOnlyLibp2p() {
    TlsContexts plain = contexts(Certificates.ALICE, List.of(), Certificates.NOW);
    TlsEnd client = client(plain, Optional.empty());
    TlsEnd server = server(bob);
    SecuredEnd.pump(client, server);
    assertThat(client.secured).singleElement().returns(Optional.empty(), SecuredPeer::earlyMuxer);
    assertThat(server.secured).singleElement().returns(Optional.empty(), SecuredPeer::earlyMuxer);
  }

  @Test
  void acceptsAPeerWithoutAlpn() throws Exception {
    TlsCertificate own = Certificates.of(Certificates.ALICE);
    TlsEnd client = foreign(foreignClient().keyManager(own.key(), own.certificate()));
    TlsEnd server = server(bob);
    SecuredEnd.pump(client, server);
    assertThat(server.secured).singleElement().returns(Optional.empty(), SecuredPeer::earlyMuxer);
  }

  @Test
  void refusesAClientWithoutACertificate() throws Exception {
    TlsEnd client = foreign(foreignClient());
    TlsEnd server = server(bob);
    SecuredEnd.pump(client, server);
    assertFailed(server, Code.MALFORMED);
  }

  @Test
  void refusesTwoCertificates() throws Exception {
    TlsCertificate own = Certificates.of(Certificates.ALICE);
    X509Certificate second = Certificates.of(Certificates.BOB).certificate();
    TlsEnd client = foreign(foreignClient().keyManager(own.key(), own.certificate(), second));
    TlsEnd server = server(bob);
    SecuredEnd.pump(client, server);
    assertFailed(server, Code.MALFORMED);
  }

  @Test
  void refusesAnExpiredCertificate() {
    Instant later = Certificates.NOW.plus(Duration.ofDays(40_000));
    TlsEnd client = client(contexts(Certificates.BOB, YAMUX, later), Optional.empty());
    TlsEnd server = server(bob);
    SecuredEnd.pump(client, server);
    assertFailed(client, Code.UNEXPECTED);
  }

  @Test
  void refusesTls12() throws Exception {
    TlsCertificate own = Certificates.of(Certificates.ALICE);
    TlsEnd client =
        foreign(foreignClient().protocols("TLSv1.2").keyManager(own.key(), own.certificate()));
    TlsEnd server = server(bob);
    SecuredEnd.pump(client, server);
    assertFailed(server, Code.MALFORMED);
  }

  @Test
  void refusesBytesThatAreNotTls() {
    TlsEnd server = server(bob);
    server.receive(Bytes.utf8("GET / HTTP/1.1\r\n\r\n"));
    assertFailed(server, Code.MALFORMED);
  }

  @Test
  void reportsAnEndDuringTheHandshake() {
    TlsEnd client = client(alice, Optional.empty());
    client.sent();
    client.channel.close();
    assertThat(client.failure())
        .asInstanceOf(type(WireException.class))
        .returns(Code.CUT_OFF, WireException::code);
  }

  @Test
  void sendsNoServerNameAndThePeerInItsPlaceNowhere() {
    PeerId expected = Certificates.BOB.peerId();
    String hello = client(alice, Optional.of(expected)).sent().toHex();
    assertThat(hello).doesNotContain(Bytes.utf8(expected.toString()).toHex());
    assertThat(hello).contains(Bytes.utf8("/yamux/1.0.0").toHex());
  }

  @Test
  void resumesNoSession() {
    Optional<PeerId> expected = Optional.of(Certificates.BOB.peerId());
    TlsEnd client = client(alice, expected);
    TlsEnd server = server(bob);
    Bytes firstHello = client.sent();
    server.receive(firstHello);
    client.receive(server.sent());
    server.receive(client.sent());
    assertThat(client.secured).hasSize(1);
    assertThat(server.sent()).as("a session ticket").isEqualTo(Bytes.empty());
    SSLSession session = client.channel.pipeline().get(SslHandler.class).engine().getSession();
    assertThat(session.isValid()).isFalse();
    assertThat(session.getValueNames()).isEmpty();
    // A pre-shared key would make it longer.
    assertThat(client(alice, expected).sent().length()).isEqualTo(firstHello.length());
  }

  @Test
  void acceptsTheEmptyNamesOfRust() {
    TlsCertificate nameless = Certificates.nameless();
    assertThat(nameless.certificate()).isInstanceOf(NamelessCertificate.class);
    TlsEnd client =
        client(
            TlsContexts.of(nameless, YAMUX, InstantSource.fixed(Certificates.NOW)),
            Optional.empty());
    TlsEnd server = server(bob);
    SecuredEnd.pump(client, server);
    assertThat(server.secured)
        .singleElement()
        .returns(Certificates.ALICE.peerId(), SecuredPeer::peer);
  }

  private static TlsContexts contexts(PrivateKey identity, List<String> muxers, Instant now) {
    return TlsContexts.of(Certificates.of(identity), muxers, InstantSource.fixed(now));
  }

  /** A client that checks nothing, to be given what a peer must not have. */
  private static SslContextBuilder foreignClient() {
    return SslContextBuilder.forClient()
        .trustManager(InsecureTrustManagerFactory.INSTANCE)
        .endpointIdentificationAlgorithm(null)
        .protocols("TLSv1.3")
        .applicationProtocolConfig(ApplicationProtocolConfig.DISABLED);
  }

  private TlsEnd foreign(SslContextBuilder builder) throws SSLException {
    return end(List.of(builder.build().newHandler(ALLOCATOR)));
  }

  private TlsEnd client(TlsContexts contexts, Optional<PeerId> expected) {
    return end(contexts.clientHandlers(ALLOCATOR, expected, Runnable::run));
  }

  private TlsEnd server(TlsContexts contexts) {
    return end(contexts.serverHandlers(ALLOCATOR, Optional.empty(), Runnable::run));
  }

  private TlsEnd end(List<ChannelHandler> handlers) {
    TlsEnd end = new TlsEnd(handlers);
    ends.add(end);
    return end;
  }

  private static void assertFailed(TlsEnd end, Code code) {
    assertThat(end.failure())
        .asInstanceOf(type(WireException.class))
        .returns(code, WireException::code);
    assertThat(end.channel.isOpen()).isFalse();
    assertThat(end.secured).isEmpty();
  }
}
