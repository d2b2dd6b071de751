package org.trustnet.libp2p.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.NoSuchProviderException;
import java.security.Provider;
import java.security.Security;
import java.security.cert.CRL;
import java.security.cert.CRLException;
import java.security.cert.CertPath;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateFactorySpi;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import org.trustnet.libp2p.WireException;
import org.trustnet.multiformats.Bytes;

/**
 * Lets the JDK's TLS take the certificates of rust-libp2p, which have an empty issuer and subject.
 * The JDK reads what it reads as before; only what it refuses, and what is a certificate with the
 * libp2p extension, is read as a {@link NamelessCertificate}. No path validation accepts such a
 * certificate, so other users of TLS in the process see no difference.
 *
 * <p>JSSE asks the first provider of X.509 in the JVM and can be given no other: hence a provider
 * that is installed, the only one of this project.
 */
final class NamelessCertificates extends Provider {
  private static final long serialVersionUID = 1L;
  private static final String NAME = "TrustnetX509";

  private NamelessCertificates() {
    super(NAME, "1.0", "X.509 certificates of libp2p with empty names");
    putService(
        new Service(this, "CertificateFactory", "X.509", Factory.class.getName(), null, null) {
          @Override
          public Object newInstance(Object parameter) {
            return new Factory();
          }
        });
  }

  /** Puts it in front of the JDK's, once for the JVM. */
  static synchronized void install() {
    if (Security.getProvider(NAME) == null) {
      Security.insertProviderAt(new NamelessCertificates(), 1);
    }
  }

  /** The JDK's factory, and what it does not read. */
  static final class Factory extends CertificateFactorySpi {
    private final CertificateFactory jdk = jdk();

    private static CertificateFactory jdk() {
      try {
        return CertificateFactory.getInstance("X.509", "SUN");
      } catch (CertificateException | NoSuchProviderException e) {
        throw new IllegalStateException("every JDK reads X.509", e);
      }
    }

    /** JSSE hands over an array of one certificate; whatever else comes is the JDK's business. */
    @Override
    public Certificate engineGenerateCertificate(InputStream in) throws CertificateException {
      if (!(in instanceof ByteArrayInputStream array)) {
        return jdk.generateCertificate(in);
      }
      array.mark(PeerCertificate.MAX_BYTES + 1);
      try {
        return jdk.generateCertificate(array);
      } catch (CertificateException e) {
        array.reset();
        return nameless(array, e);
      }
    }

    private static Certificate nameless(InputStream in, CertificateException refusal)
        throws CertificateException {
      try {
        return new NamelessCertificate(Bytes.wrap(in.readNBytes(PeerCertificate.MAX_BYTES + 1)));
      } catch (GeneralSecurityException
          | IOException
          | IllegalArgumentException
          | WireException _) {
        throw refusal;
      }
    }

    @Override
    public Collection<? extends Certificate> engineGenerateCertificates(InputStream in)
        throws CertificateException {
      return jdk.generateCertificates(in);
    }

    @Override
    public CRL engineGenerateCRL(InputStream in) throws CRLException {
      return jdk.generateCRL(in);
    }

    @Override
    public Collection<? extends CRL> engineGenerateCRLs(InputStream in) throws CRLException {
      return jdk.generateCRLs(in);
    }

    @Override
    public CertPath engineGenerateCertPath(InputStream in) throws CertificateException {
      return jdk.generateCertPath(in);
    }

    @Override
    public CertPath engineGenerateCertPath(InputStream in, String encoding)
        throws CertificateException {
      return jdk.generateCertPath(in, encoding);
    }

    @Override
    public CertPath engineGenerateCertPath(List<? extends Certificate> certificates)
        throws CertificateException {
      return jdk.generateCertPath(certificates);
    }

    @Override
    public Iterator<String> engineGetCertPathEncodings() {
      return jdk.getCertPathEncodings();
    }
  }
}
