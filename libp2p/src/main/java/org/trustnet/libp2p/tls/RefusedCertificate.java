package org.trustnet.libp2p.tls;

import java.security.cert.CertificateException;
import org.trustnet.libp2p.WireException;

/** Carries the peer's fault through JSSE, which knows only certificate exceptions. */
final class RefusedCertificate extends CertificateException {
  private static final long serialVersionUID = 1L;

  private final transient WireException fault;

  RefusedCertificate(WireException fault) {
    super(fault.getMessage());
    this.fault = fault;
  }

  WireException fault() {
    return fault;
  }

  @Override
  public Throwable fillInStackTrace() {
    return this;
  }
}
