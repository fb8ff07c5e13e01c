package dev.atlasrestore.verification.servers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A digest challenge and its credentials, after RFC 7616. The implementation is minimal and parses
 * only what these servers send. It tests the servers, so it shares no code with the library.
 */
record Challenge(Map<String, String> parameters) {
  private static final Pattern PARAMETER = Pattern.compile("(\\w+)=(?:\"([^\"]*)\"|([^,\\s]+))");
  private static final String CNONCE = "0a4f113b60e2d7c95b1f8e33aa70c6d2";

  Challenge {
    parameters = Map.copyOf(parameters);
  }

  /** Returns the challenges of a response, in the server's order. */
  static List<Challenge> of(HttpResponse<?> response) {
    return response.headers().allValues("WWW-Authenticate").stream().map(Challenge::read).toList();
  }

  private static Challenge read(String field) {
    Map<String, String> parameters = new TreeMap<>();
    Matcher matcher = PARAMETER.matcher(field);
    while (matcher.find()) {
      String quoted = matcher.group(2);
      parameters.put(matcher.group(1), quoted == null ? matcher.group(3) : quoted);
    }
    return new Challenge(parameters);
  }

  /** Returns the same challenge with another nonce, which no server has issued. */
  Challenge withUnknownNonce() {
    char[] nonce = parameters.get("nonce").toCharArray();
    nonce[nonce.length / 2] = nonce[nonce.length / 2] == '0' ? '1' : '0';
    Map<String, String> changed = new TreeMap<>(parameters);
    changed.put("nonce", new String(nonce));
    return new Challenge(changed);
  }

  /** Returns the same challenge as if the server had sent no {@code opaque}. */
  Challenge withoutOpaque() {
    Map<String, String> changed = new TreeMap<>(parameters);
    changed.remove("opaque");
    return new Challenge(changed);
  }

  /**
   * Returns the {@code Authorization} header of a GET with {@code qop=auth}.
   *
   * @param count the nonce count
   */
  String credentials(String password, String target, int count) {
    String realm = parameters.get("realm");
    String nonce = parameters.get("nonce");
    String nc = "%08x".formatted(count);
    String ha1 = hash(RealServer.USER + ":" + realm + ":" + password);
    String ha2 = hash("GET:" + target);
    String response = hash(String.join(":", ha1, nonce, nc, CNONCE, "auth", ha2));
    String field =
        "Digest username=\"%s\", realm=\"%s\", nonce=\"%s\", uri=\"%s\", response=\"%s\", qop=auth, nc=%s, cnonce=\"%s\""
            .formatted(RealServer.USER, realm, nonce, target, response, nc, CNONCE);
    field += parameters.containsKey("algorithm") ? ", algorithm=" + algorithm() : "";
    field += parameters.containsKey("opaque") ? ", opaque=\"%s\"".formatted(opaque()) : "";
    return field;
  }

  private String opaque() {
    return parameters.get("opaque");
  }

  private String algorithm() {
    return parameters.getOrDefault("algorithm", "MD5");
  }

  private String hash(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance(algorithm()).digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
