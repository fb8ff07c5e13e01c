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
 * Issues certificates for this machine (X.509 version 3, RFC 5280; ECDSA on P-256). It generates
 * its keys when it is constructed and stores nothing in files, so no key can leak and no
 * certificate can expire between two builds. The JDK has no public API that writes certificates;
 * this class writes the few fields that clients check.
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
  private final Instant createdAt = Instant.now();
  private final Identity root;

  /**
   * A private key and its certificate chain.
   *
   * @param key the private key
   * @param chain the certificates, the key's own first
   */
  public record Identity(PrivateKey key, List<X509Certificate> chain) {}

  /** The host that a certificate is valid for. */
  public enum Host {
    THIS_MACHINE,
    ANOTHER
  }

  /** Generates the authority's keys and its own certificate. */
  public CertificateAuthority() throws GeneralSecurityException, IOException {
    byte[] isAuthority = extension(BASIC_CONSTRAINTS, true, Der.sequence(Der.booleanTrue()));
    KeyPair keys = newKeys();
    byte[] name = name("Authority of a fake Atlas");
    this.root =
        new Identity(
            keys.getPrivate(),
            List.of(certificate(name, keys.getPrivate(), name, keys, isAuthority, Duration.ZERO)));
  }

  /** Returns the authority's own certificate, for a client's trust store. */
  public X509Certificate certificate() {
    return root.chain().get(0);
  }

  /**
   * Issues a certificate that is valid for two days.
   *
   * @param age how long before now the middle of these two days is
   */
  public Identity issue(Host host, Duration age) throws GeneralSecurityException, IOException {
    KeyPair keys = newKeys();
    X509Certificate leaf =
        certificate(
            certificate().getSubjectX500Principal().getEncoded(),
            root.key(),
            name("A fake Atlas"),
            keys,
            alternativeNames(host),
            age);
    return new Identity(keys.getPrivate(), List.of(leaf, certificate()));
  }

  /** Issues a certificate that is signed with its own key. */
  public Identity selfSigned(Host host) throws GeneralSecurityException, IOException {
    KeyPair keys = newKeys();
    byte[] name = name("A self-signed fake Atlas");
    return new Identity(
        keys.getPrivate(),
        List.of(
            certificate(
                name, keys.getPrivate(), name, keys, alternativeNames(host), Duration.ZERO)));
  }

  private X509Certificate certificate(
      byte[] issuer,
      PrivateKey issuerKey,
      byte[] subject,
      KeyPair subjectKeys,
      byte[] extension,
      Duration age)
      throws GeneralSecurityException, IOException {
    Instant middle = createdAt.minus(age);
    byte[] content =
        Der.sequence(
            Der.contextSpecific(0, true, Der.integer(BigInteger.TWO)), // version 3
            Der.integer(BigInteger.valueOf(serial.getAndIncrement())),
            ECDSA_WITH_SHA256,
            issuer,
            Der.sequence(Der.time(middle.minus(VALID)), Der.time(middle.plus(VALID))),
            subject,
            subjectKeys.getPublic().getEncoded(),
            Der.contextSpecific(3, true, Der.sequence(extension)));
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(issuerKey);
    signature.update(content);
    byte[] signed = Der.sequence(content, ECDSA_WITH_SHA256, Der.bitString(signature.sign()));
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
    return Der.sequence(Der.set(Der.sequence(COMMON_NAME, Der.utf8String(commonName))));
  }

  private static byte[] alternativeNames(Host host) {
    byte[] all =
        host == Host.ANOTHER
            ? Der.sequence(dns("another.example"))
            : Der.sequence(
                Der.contextSpecific(IP_ADDRESS, false, new byte[] {127, 0, 0, 1}),
                dns("localhost"));
    return extension(SUBJECT_ALTERNATIVE_NAME, false, all);
  }

  private static byte[] extension(byte[] id, boolean critical, byte[] value) {
    return Der.sequence(
        Stream.of(
                Stream.of(id),
                critical ? Stream.of(Der.booleanTrue()) : Stream.<byte[]>of(),
                Stream.of(Der.octetString(value)))
            .flatMap(part -> part)
            .toArray(byte[][]::new));
  }

  private static byte[] dns(String name) {
    return Der.contextSpecific(DNS_NAME, false, name.getBytes(StandardCharsets.US_ASCII));
  }

  /** Returns a new key store that trusts this certificate. */
  public static KeyStore trustStoreOf(X509Certificate trusted)
      throws GeneralSecurityException, IOException {
    KeyStore store = emptyStore();
    store.setCertificateEntry("trusted", trusted);
    return store;
  }

  /** Returns a new empty key store. */
  public static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
