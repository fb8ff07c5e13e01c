package dev.atlasrestore.internal.digest;

import dev.atlasrestore.ApiKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Computes an {@code Authorization} header from a cached challenge. The lower bound is the two
 * hashes that every signature needs.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SignBenchmark {

  private static final String ATLAS =
      "Digest realm=\"MMS Public API\", domain=\"\", nonce=\"SlgYP7Tv3FS/BuCj/x4WQRIV1bNKdpJg\", "
          + "algorithm=MD5, qop=\"auth\", stale=false";
  private static final String JETTY =
      "Digest realm=\"MMS Public API\", algorithm=SHA-256, qop=\"auth\", charset=UTF-8, "
          + "nonce=\"SlgYP7Tv3FS/BuCj/x4WQRIV1bNKdpJg\", opaque=\"c2VydmVy\", userhash=false, stale=false";
  private static final String TARGET =
      "/api/atlas/v1.0/groups/5e2211c17a3e5a48f5497de3/clusters/Cluster0/restoreJobs/5e66cc7d79358e0e35a9c001";
  private static final String CNONCE = "0a4f113b5c7d9e2f8b6a4c3d2e1f0a9b";
  private static final int COUNT = 0x2a;

  private final CnonceSource randomCnonces = new RandomCnonces(seededRandom());
  private final DigestAuthenticator withFixedCnonce = authenticator(() -> CNONCE);
  private final DigestAuthenticator withRandomCnonce = authenticator(randomCnonces);
  private final DigestCredentials md5 = credentials(withFixedCnonce, ATLAS);
  private final DigestCredentials md5WithCnonce = credentials(withRandomCnonce, ATLAS);
  private final DigestCredentials sha256 = credentials(withFixedCnonce, JETTY);
  private final DigestCredentials sha256WithCnonce = credentials(withRandomCnonce, JETTY);

  private final MessageDigest bareMd5 = messageDigest("MD5");
  private final MessageDigest bareSha256 = messageDigest("SHA-256");
  private final byte[] a2 = bytes("GET:" + TARGET);
  private final byte[] md5ResponseInput = responseInput(32);
  private final byte[] sha256ResponseInput = responseInput(64);

  /** Hashes as many bytes as a signature does, with a reused MD5 instance. */
  @Benchmark
  public int twoBareMd5s() {
    return bareMd5.digest(a2).length + bareMd5.digest(md5ResponseInput).length;
  }

  /** An MD5 signature with a fixed cnonce. */
  @Benchmark
  public DigestCredentials.Signature md5() {
    return md5.sign("GET", TARGET, COUNT);
  }

  /** An MD5 signature with a random cnonce, as clients compute it. */
  @Benchmark
  public DigestCredentials.Signature md5WithCnonce() {
    return md5WithCnonce.sign("GET", TARGET, COUNT);
  }

  /** Hashes as many bytes as a signature does, with a reused SHA-256 instance. */
  @Benchmark
  public int twoBareSha256s() {
    return bareSha256.digest(a2).length + bareSha256.digest(sha256ResponseInput).length;
  }

  /** A SHA-256 signature with a fixed cnonce. */
  @Benchmark
  public DigestCredentials.Signature sha256() {
    return sha256.sign("GET", TARGET, COUNT);
  }

  /** A SHA-256 signature with a random cnonce, as clients compute it. */
  @Benchmark
  public DigestCredentials.Signature sha256WithCnonce() {
    return sha256WithCnonce.sign("GET", TARGET, COUNT);
  }

  /** A random cnonce. */
  @Benchmark
  public String cnonce() {
    return randomCnonces.next();
  }

  /** Parses the challenge of Atlas into credentials. H(A1) is cached. */
  @Benchmark
  public DigestCredentials challengeOfAtlas() {
    return credentials(withFixedCnonce, ATLAS);
  }

  /** Parses the challenge of newer Jetty servers into credentials. H(A1) is cached. */
  @Benchmark
  public DigestCredentials challengeOfJetty() {
    return credentials(withFixedCnonce, JETTY);
  }

  private static DigestAuthenticator authenticator(CnonceSource cnonces) {
    ApiKey key = new ApiKey("ABCDEFGH", "12345678-9abc-def0-1234-56789abcdef0");
    return new DigestAuthenticator(key, new HashFunctions(), cnonces);
  }

  private static DigestCredentials credentials(
      DigestAuthenticator authenticator, String challenge) {
    return authenticator.select(List.of(challenge)).credentials().orElseThrow();
  }

  private static byte[] responseInput(int hashLength) {
    String hash = "a".repeat(hashLength);
    return bytes(hash + ":SlgYP7Tv3FS/BuCj/x4WQRIV1bNKdpJg:0000002a:" + CNONCE + ":auth:" + hash);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static MessageDigest messageDigest(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SecureRandom seededRandom() {
    try {
      SecureRandom random = SecureRandom.getInstance("DRBG");
      random.nextBytes(new byte[1]);
      return random;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
