package dev.atlasrestore.testkit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers challenges, rightly unless told otherwise: a value here replaces the right one. */
final class Signer {

  private static final Pattern NONCE = Pattern.compile("[ ,]nonce=\"([^\"]*)\"");
  private static final Pattern OPAQUE = Pattern.compile("opaque=\"([^\"]*)\"");

  private final ChallengeShape shape;
  private final Map<String, String> changed = new LinkedHashMap<>();
  private String user = "pubkey";
  private String password = "private-key-1234";
  private String nonce = "";
  private String opaque = "";
  private int count;

  Signer(ChallengeShape shape) {
    this.shape = shape;
  }

  Signer as(String user, String password) {
    this.user = user;
    this.password = password;
    return this;
  }

  /** Goes by this challenge from now on; the count begins again. */
  Signer challenged(String challenge) {
    nonce = first(NONCE, challenge);
    opaque = challenge.contains("opaque") ? first(OPAQUE, challenge) : "";
    count = 0;
    return this;
  }

  private static String first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new AssertionError("no " + pattern + " in " + text);
    }
    return matcher.group(1);
  }

  String nonce() {
    return nonce;
  }

  Signer withNonce(String other) {
    nonce = other;
    count = 0;
    return this;
  }

  Signer withCount(int next) {
    count = next - 1;
    return this;
  }

  /** Sends this in place of the right parameter; empty for none at all. As it is, quotes too. */
  Signer with(String parameter, String value) {
    changed.put(parameter, value);
    return this;
  }

  /** The value of an {@code Authorization} field for the next {@code GET} of this target. */
  String sign(String target) {
    return sign("GET", target);
  }

  String sign(String method, String target) {
    String nc = String.format("%08x", ++count);
    DigestProof proof = new DigestProof(shape.algorithm(), user, ChallengeShape.REALM, password);
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("username", quoted(shape.userhash() ? proof.userhash() : user));
    parameters.put("realm", quoted(ChallengeShape.REALM));
    parameters.put("nonce", quoted(nonce));
    parameters.put("uri", quoted(target));
    parameters.put("algorithm", shape.algorithm());
    parameters.put("response", quoted(proof.response(method, target, nonce, nc, "0a4f113b")));
    parameters.put("qop", "auth");
    parameters.put("nc", nc);
    parameters.put("cnonce", quoted("0a4f113b"));
    parameters.put("opaque", opaque.isEmpty() ? "" : quoted(opaque));
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

  private static String quoted(String text) {
    return "\"" + text + "\"";
  }
}
