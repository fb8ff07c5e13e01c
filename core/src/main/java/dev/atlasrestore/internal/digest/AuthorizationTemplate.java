package dev.atlasrestore.internal.digest;

/**
 * Writes the {@code Authorization} field (RFC 7616, section 3.4) for one challenge. The parameters
 * that are equal in all requests are written once, when the template is made.
 */
final class AuthorizationTemplate {

  private final String beforeTarget;
  private final String afterTarget;
  private final String end;

  /**
   * @param user the complete user name parameter: {@code username="…"} or {@code username*=…}
   */
  AuthorizationTemplate(DigestChallenge challenge, String user) {
    this.beforeTarget =
        "Digest "
            + user
            + ", realm="
            + QuotedString.of(challenge.realm())
            + ", nonce="
            + QuotedString.of(challenge.nonce())
            + ", uri=\"";
    this.afterTarget =
        '"'
            + challenge.algorithmToken().map(token -> ", algorithm=" + token).orElse("")
            + ", response=\"";
    this.end =
        '"'
            + challenge.opaque().map(opaque -> ", opaque=" + QuotedString.of(opaque)).orElse("")
            + (challenge.userhash() ? ", userhash=true" : "");
  }

  /** Returns the field without {@code qop}. */
  String fill(String target, String response) {
    return beforeTarget + QuotedString.escape(target) + afterTarget + response + end;
  }

  /** Returns the field with {@code qop}. */
  String fill(String target, String response, String qop, String nc, String cnonce) {
    return beforeTarget
        + QuotedString.escape(target)
        + afterTarget
        + response
        + "\", qop="
        + qop
        + ", nc="
        + nc
        + ", cnonce=\""
        + cnonce
        + end;
  }
}
