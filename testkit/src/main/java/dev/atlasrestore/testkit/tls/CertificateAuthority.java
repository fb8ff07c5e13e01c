package dev.atlasrestore.testkit.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Issues certificates for this machine (X.509 version 3, RFC 5280; ECDSA on P-256). Its keys are
 * made when it is and live as long as it: nothing is kept in files, so nothing can leak or expire
 * between two builds. The JDK reads certificates but does not write them; this writes the few
 * fields that clients look at.
 */
public final class CertificateAuthority {

  private static final Duration VALID = Duration.ofDays(1);
  private static final byte[] COMMON_NAME = Der.oid(2, 5, 4, 3);
  private static final byte[] SUBJECT_ALTERNATIVE_NAME = Der.oid(2, 5, 29, 17);
  private static final byte[] BASIC_CONSTRAINTS = Der.oid(2, 5, 29, 19);
  private static final byte[] ECDSA_WITH_SHA256 = Der.sequence(Der.oid(1, 2, 840, 10045, 4, 3, 2));
  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;

  private final AtomicLong serial = new AtomicLong(1);
  private final Instant founded = Instant.now();
  private final Identity root;

  /**
   * A key and the certificates that speak for it, the holder's own first.
   *
   * @param key the private key
   * @param chain the certificates
   */
  public record Identity(PrivateKey key, List<X509Certificate> chain) {}

  /** Which hosts a certificate is for. */
  public enum Names {
    THIS_MACHINE,
    ELSEWHERE
  }

  public CertificateAuthority() throws GeneralSecurityException, IOException {
    byte[] anAuthority = extension(BASIC_CONSTRAINTS, true, Der.sequence(Der.yes()));
    KeyPair keys = newKeys();
    byte[] name = name("Authority of a fake Atlas");
    this.root =
        new Identity(
            keys.getPrivate(),
            List.of(certificate(name, keys.getPrivate(), name, keys, anAuthority, Duration.ZERO)));
  }

  /** What a client has to trust to trust this authority. */
  public X509Certificate certificate() {
    return root.chain().get(0);
  }

  /** A certificate of this authority, which began its life of two days so long ago. */
  public Identity issue(Names names, Duration ago) throws GeneralSecurityException, IOException {
    KeyPair keys = newKeys();
    X509Certificate leaf =
        certificate(
            certificate().getSubjectX500Principal().getEncoded(),
            root.key(),
            name("A fake Atlas"),
            keys,
            alternatives(names),
            ago);
    return new Identity(keys.getPrivate(), List.of(leaf, certificate()));
  }

  /** A certificate that nobody vouches for but its own key. */
  public Identity selfSigned(Names names) throws GeneralSecurityException, IOException {
    KeyPair keys = newKeys();
    byte[] name = name("A fake Atlas that vouches for itself");
    return new Identity(
        keys.getPrivate(),
        List.of(
            certificate(name, keys.getPrivate(), name, keys, alternatives(names), Duration.ZERO)));
  }

  private X509Certificate certificate(
      byte[] issuer,
      PrivateKey issuersKey,
      byte[] subject,
      KeyPair subjectsKeys,
      byte[] extension,
      Duration ago)
      throws GeneralSecurityException, IOException {
    Instant middle = founded.minus(ago);
    byte[] content =
        Der.sequence(
            Der.numbered(0, true, Der.integer(BigInteger.TWO)), // version 3
            Der.integer(BigInteger.valueOf(serial.getAndIncrement())),
            ECDSA_WITH_SHA256,
            issuer,
            Der.sequence(Der.time(middle.minus(VALID)), Der.time(middle.plus(VALID))),
            subject,
            subjectsKeys.getPublic().getEncoded(),
            Der.numbered(3, true, Der.sequence(extension)));
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(issuersKey);
    signature.update(content);
    byte[] signed = Der.sequence(content, ECDSA_WITH_SHA256, Der.bits(signature.sign()));
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(signed));
  }

  private static KeyPair newKeys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static byte[] name(String commonName) {
    return Der.sequence(Der.set(Der.sequence(COMMON_NAME, Der.text(commonName))));
  }

  private static byte[] alternatives(Names names) {
    byte[] all =
        names == Names.ELSEWHERE
            ? Der.sequence(dns("elsewhere.example"))
            : Der.sequence(
                Der.numbered(IP_ADDRESS, false, new byte[] {127, 0, 0, 1}), dns("localhost"));
    return extension(SUBJECT_ALTERNATIVE_NAME, false, all);
  }

  private static byte[] extension(byte[] id, boolean critical, byte[] value) {
    return Der.sequence(
        Stream.of(
                Stream.of(id),
                critical ? Stream.of(Der.yes()) : Stream.<byte[]>of(),
                Stream.of(Der.octets(value)))
            .flatMap(part -> part)
            .toArray(byte[][]::new));
  }

  private static byte[] dns(String name) {
    return Der.numbered(DNS_NAME, false, name.getBytes(StandardCharsets.US_ASCII));
  }

  /** A store that holds these certificates as trusted ones. */
  public static KeyStore storeOf(X509Certificate trusted)
      throws GeneralSecurityException, IOException {
    KeyStore store = emptyStore();
    store.setCertificateEntry("trusted", trusted);
    return store;
  }

  public static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
