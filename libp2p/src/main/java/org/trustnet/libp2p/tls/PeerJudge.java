package org.trustnet.libp2p.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.trustnet.libp2p.WireException;
import org.trustnet.libp2p.WireException.Code;
import org.trustnet.multiformats.PublicKey;

/**
 * Asks {@link PeerCertificate} about every peer and leaves the proven key in the engine's session.
 * Also ends that session's life at once, so that no ticket for it is sent or kept: a resumed
 * session would prove no key. Called on the crypto pool; safe on any thread.
 */
final class PeerJudge extends X509ExtendedTrustManager {
  /** Under this name the session holds the proven {@link PublicKey}. */
  static final String PROVEN_KEY = "org.trustnet.libp2p.key";

  private final InstantSource clock;

  PeerJudge(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    check(chain, engine);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    check(chain, engine);
  }

  /** The peer expected at an engine stands where other protocols have a host name. */
  private void check(X509Certificate[] chain, SSLEngine engine) throws CertificateException {
    try {
      PublicKey key = PeerCertificate.verify(List.of(chain), clock.instant());
      @Nullable String expected = engine.getPeerHost();
      String found = key.peerId().toString();
      if (expected != null && !expected.equals(found)) {
        throw WireException.connection(
            Code.WRONG_PEER, "expected " + expected + ", found " + found);
      }
      SSLSession session = engine.getHandshakeSession();
      session.putValue(PROVEN_KEY, key);
      session.invalidate();
    } catch (WireException e) {
      throw new RefusedCertificate(e);
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
      throws CertificateException {
    throw noEngine();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
      throws CertificateException {
    throw noEngine();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw noEngine();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw noEngine();
  }

  private static CertificateException noEngine() {
    return new CertificateException("a peer is judged at its engine only");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
