package dev.atlasrestore.testkit;

import dev.atlasrestore.ApiKey;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * A server's side of HTTP Digest (RFC 7616, section 3.4.6), written without a look at the client's:
 * it shares no code with core, so that one mistake cannot be made twice.
 */
final class DigestGate {

  static final String REALM = "MMS Public API";

  private final ApiKey key;
  private final DigestRules rules;
  private final Map<String, Nonce> nonces = new HashMap<>();
  private final Random random = new Random();

  DigestGate(ApiKey key, DigestRules rules) {
    this.key = key;
    this.rules = rules;
  }

  /** What the gate says. */
  sealed interface Verdict {}

  /** Come in; the answer is to carry this {@code Authentication-Info}. */
  record Granted(Optional<String> info) implements Verdict {}

  /** Answer this challenge first. */
  record Challenged(String challenge) implements Verdict {}

  /** No client should send this. */
  record Malformed(String why) implements Verdict {}

  synchronized Verdict check(String method, String target, List<String> authorizations) {
    if (authorizations.isEmpty()) {
      return challenged(false);
    }
    if (authorizations.size() > 1) {
      return new Malformed("more than one Authorization field");
    }
    String value = authorizations.get(0);
    if (!value.regionMatches(true, 0, "Digest ", 0, 7)) {
      return challenged(false);
    }
    Map<String, String> given = parameters(value.substring(7));
    Optional<String> fault = fault(given, target);
    if (fault.isPresent()) {
      return new Malformed(fault.get());
    }
    return judged(given, method, target);
  }

  private Verdict judged(Map<String, String> given, String method, String target) {
    Nonce nonce = nonces.get(given.get("nonce"));
    if (nonce == null || nonce.isOld(rules)) {
      return challenged(rules.saysStale());
    }
    if (!isUser(given) || !response(given, method + ":" + target).equals(given.get("response"))) {
      return challenged(false);
    }
    int count = Integer.parseUnsignedInt(given.get("nc"), 16);
    boolean inOrder = rules.strict() ? count == nonce.last + 1 : !nonce.counts.contains(count);
    if (!inOrder) {
      return challenged(false);
    }
    nonce.counts.add(count);
    nonce.last = count;
    return new Granted(info(given, target));
  }

  private Optional<String> fault(Map<String, String> given, String target) {
    if (!target.equals(given.get("uri"))) {
      return Optional.of("uri is not the request target");
    }
    if (!REALM.equals(given.get("realm")) || !"auth".equals(given.get("qop"))) {
      return Optional.of("realm or qop is not that of the challenge");
    }
    if (!rules.shape().algorithm().equals(given.get("algorithm"))) {
      return Optional.of("algorithm is not that of the challenge");
    }
    if (!rules.shape().opaque().equals(given.getOrDefault("opaque", ""))) {
      return Optional.of("opaque is not that of the challenge");
    }
    if (!given.getOrDefault("nc", "").matches("[0-9a-f]{8}")
        || given.getOrDefault("cnonce", "").length() < 16) {
      return Optional.of("nc or cnonce is not as it must be");
    }
    return given.containsKey("rspauth") ? Optional.of("rspauth in a request") : Optional.empty();
  }

  private boolean isUser(Map<String, String> given) {
    String extended = given.get("username*");
    if (extended != null) {
      return extended.startsWith("UTF-8''")
          && URLDecoder.decode(extended.substring(7).replace("+", "%2B"), StandardCharsets.UTF_8)
              .equals(key.publicKey());
    }
    return key.publicKey().equals(given.get("username"));
  }

  /** A challenge that calls whatever was used before stale. */
  synchronized String stale() {
    return rules.shape().challenge(REALM, newNonce(), true);
  }

  private Verdict challenged(boolean stale) {
    return new Challenged(rules.shape().challenge(REALM, newNonce(), stale));
  }

  private String newNonce() {
    byte[] bytes = new byte[24];
    random.nextBytes(bytes);
    String nonce = Base64.getEncoder().encodeToString(bytes);
    nonces.put(nonce, new Nonce());
    return nonce;
  }

  private Optional<String> info(Map<String, String> given, String target) {
    StringBuilder info = new StringBuilder();
    if (rules.nextNonce()) {
      info.append("nextnonce=\"").append(newNonce()).append("\", ");
    }
    if (rules.proof() != DigestRules.Proof.MISSING) {
      String proof = response(given, ":" + target);
      String said = rules.proof() == DigestRules.Proof.RIGHT ? proof : hash("somebody else");
      info.append("rspauth=\"")
          .append(said)
          .append("\", cnonce=\"")
          .append(given.get("cnonce"))
          .append("\", ");
      info.append("nc=").append(given.get("nc")).append(", ");
    }
    return info.isEmpty() ? Optional.empty() : Optional.of(info + "qop=auth");
  }

  private String response(Map<String, String> given, String a2) {
    String a1 = key.publicKey() + ":" + REALM + ":" + key.privateKey();
    return hash(
        String.join(
            ":",
            hash(a1),
            given.get("nonce"),
            given.get("nc"),
            given.get("cnonce"),
            given.get("qop"),
            hash(a2)));
  }

  private String hash(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance(rules.shape().algorithm());
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Reads {@code name=value} pairs; what is not of that form is kept under a name that no client
   * sends.
   */
  private static Map<String, String> parameters(String text) {
    Map<String, String> parameters = new HashMap<>();
    int at = 0;
    while (at < text.length()) {
      int equals = text.indexOf('=', at);
      if (equals < 0) {
        return Map.of("unreadable", text);
      }
      StringBuilder value = new StringBuilder();
      int end = readValue(text, equals + 1, value);
      if (parameters.put(text.substring(at, equals).strip(), value.toString()) != null) {
        return Map.of("twice", text);
      }
      at = end + 1;
    }
    return parameters;
  }

  /** Reads up to the comma behind a value; says where that is. */
  private static int readValue(String text, int from, StringBuilder value) {
    boolean quoted = false;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == '\\' && quoted && i + 1 < text.length()) {
        value.append(text.charAt(++i));
      } else if (c == ',' && !quoted) {
        return i;
      } else {
        value.append(c);
      }
    }
    return text.length();
  }

  /** Makes every nonce unknown, as a restart would. */
  synchronized void forgetNonces() {
    nonces.clear();
  }

  /** One nonce and what was done with it. */
  private static final class Nonce {
    private final long born = System.nanoTime();
    private final Set<Integer> counts = new HashSet<>();
    private int last;

    private boolean isOld(DigestRules rules) {
      return rules.nonceLife().filter(life -> System.nanoTime() - born > life.toNanos()).isPresent()
          || rules.nonceUses().filter(uses -> counts.size() >= uses).isPresent();
    }
  }
}
