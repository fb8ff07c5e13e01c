package dev.atlasrestore.testkit;

import dev.atlasrestore.testkit.internal.DigestCalculator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Creates digest credentials, which tests can make wrong in one parameter. */
final class DigestClient {

  private static final Pattern NONCE = Pattern.compile("[ ,]nonce=\"([^\"]*)\"");
  private static final Pattern OPAQUE = Pattern.compile("opaque=\"([^\"]*)\"");

  private final ChallengeShape shape;
  private final Map<String, String> changed = new LinkedHashMap<>();
  private String user = "pubkey";
  private String password = "private-key-1234";
  private String nonce = "";
  private String opaque = "";
  private int count;

  DigestClient(ChallengeShape shape) {
    this.shape = shape;
  }

  DigestClient withKey(String user, String password) {
    this.user = user;
    this.password = password;
    return this;
  }

  /** Uses this challenge from now on and starts its counts at 1. */
  DigestClient accept(String challenge) {
    nonce = find(NONCE, challenge);
    opaque = challenge.contains("opaque") ? find(OPAQUE, challenge) : "";
    count = 0;
    return this;
  }

  private static String find(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new AssertionError("no " + pattern + " in " + text);
    }
    return matcher.group(1);
  }

  String nonce() {
    return nonce;
  }

  DigestClient withNonce(String value) {
    nonce = value;
    count = 0;
    return this;
  }

  DigestClient withCount(int next) {
    count = next - 1;
    return this;
  }

  /** Replaces the value of a parameter, including its quotes; an empty value omits it. */
  DigestClient withParameter(String parameter, String value) {
    changed.put(parameter, value);
    return this;
  }

  /** Returns the {@code Authorization} field of the next {@code GET} of this target. */
  String authorization(String target) {
    return authorization("GET", target);
  }

  /** Returns the {@code Authorization} field of the next request. */
  String authorization(String method, String target) {
    String nc = String.format("%08x", ++count);
    DigestCalculator calculator =
        new DigestCalculator(shape.algorithm(), user, ChallengeShape.REALM, password);
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("username", quote(shape.userhash() ? calculator.userhash() : user));
    parameters.put("realm", quote(ChallengeShape.REALM));
    parameters.put("nonce", quote(nonce));
    parameters.put("uri", quote(target));
    parameters.put("algorithm", shape.algorithm());
    parameters.put("response", quote(calculator.response(method, target, nonce, nc, "0a4f113b")));
    parameters.put("qop", "auth");
    parameters.put("nc", nc);
    parameters.put("cnonce", quote("0a4f113b"));
    parameters.put("opaque", opaque.isEmpty() ? "" : quote(opaque));
    parameters.put("userhash", shape.userhash() ? "true" : "");
    parameters.putAll(changed);
    StringBuilder field = new StringBuilder("Digest ");
    parameters.forEach(
        (name, value) -> {
          if (!value.isEmpty()) {
            field.append(field.length() > 7 ? ", " : "").append(name).append('=').append(value);
          }
        });
    return field.toString();
  }

  private static String quote(String text) {
    return "\"" + text + "\"";
  }
}
