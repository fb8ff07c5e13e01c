package dev.atlasrestore.internal.digest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Parses {@code WWW-Authenticate} (RFC 9110, section 11.6.1) and {@code Authentication-Info} (RFC
 * 7616, section 3.5). Accepts many deviations from the grammar, because servers make them.
 *
 * <p>A comma separates both challenges and the parameters of one challenge. The parser tells them
 * apart by the character that follows a name. A name with an equals sign is a parameter of the
 * challenge before it. Any other name is the scheme of a new challenge.
 *
 * <p>A syntax error makes its own challenge unusable. It does not affect the challenges before and
 * after. No input causes an exception.
 */
final class AuthHeaderParser {

  /** Bounds the work for a malicious server. No real server sends as many. */
  private static final int MAX_CHALLENGES = 64;

  private AuthHeaderParser() {}

  /** Returns the readable challenges of all fields, in order. */
  static List<AuthChallenge> challenges(List<String> fields) {
    List<AuthChallenge> challenges = new ArrayList<>();
    for (String field : fields) {
      readChallenges(field, challenges);
    }
    return challenges;
  }

  private static void readChallenges(String field, List<AuthChallenge> challenges) {
    HeaderScanner scanner = new HeaderScanner(field);
    Draft draft = null;
    scanner.skipSeparators();
    while (!scanner.atEnd() && challenges.size() < MAX_CHALLENGES) {
      String name = scanner.token();
      int afterName = scanner.position();
      scanner.skipBlanks();
      if (name.isEmpty()) {
        markUnreadable(draft);
        scanner.skipToComma();
      } else if (scanner.sees('=')) {
        scanner.skip();
        scanner.skipBlanks();
        addParameter(draft, name, scanner.value());
      } else if (draft != null && draft.continuesQop(name)) {
        draft.params.merge("qop", name, (list, option) -> list + "," + option);
      } else {
        addChallenge(draft, challenges);
        draft = new Draft(name);
        if (scanner.position() > afterName) {
          draft.token68 = scanner.token68();
        }
      }
      scanner.skipSeparators();
    }
    addChallenge(draft, challenges);
  }

  private static void markUnreadable(@Nullable Draft draft) {
    if (draft != null) {
      draft.readable = false;
    }
  }

  private static void addParameter(@Nullable Draft draft, String name, @Nullable String value) {
    if (draft == null) {
      return;
    }
    draft.readTokenAsParameter();
    boolean unterminated = value == null;
    if (unterminated || draft.params.putIfAbsent(name.toLowerCase(Locale.ROOT), value) != null) {
      draft.readable = false;
    }
  }

  private static void addChallenge(@Nullable Draft draft, List<AuthChallenge> challenges) {
    if (draft != null && draft.readable && challenges.size() < MAX_CHALLENGES) {
      challenges.add(new AuthChallenge(draft.scheme, draft.params, draft.token68));
    }
  }

  /**
   * Returns the parameters of {@code Authentication-Info} fields by lower-case name. Skips
   * everything that is no readable parameter. The first of several parameters with one name counts.
   */
  static Map<String, String> parameters(List<String> fields) {
    if (fields.isEmpty()) {
      return Map.of();
    }
    Map<String, String> params = new LinkedHashMap<>();
    for (String field : fields) {
      readParameters(field, params);
    }
    return params;
  }

  private static void readParameters(String field, Map<String, String> params) {
    HeaderScanner scanner = new HeaderScanner(field);
    scanner.skipSeparators();
    while (!scanner.atEnd()) {
      String name = scanner.token();
      scanner.skipBlanks();
      if (!name.isEmpty() && scanner.sees('=')) {
        scanner.skip();
        scanner.skipBlanks();
        String value = scanner.value();
        if (value != null) {
          params.putIfAbsent(name.toLowerCase(Locale.ROOT), value);
        }
      } else {
        scanner.skipToComma();
      }
      scanner.skipSeparators();
    }
  }

  /** A challenge that is not read to its end yet. */
  private static final class Draft {
    private final String scheme;
    private final Map<String, String> params = new LinkedHashMap<>();
    private Optional<String> token68 = Optional.empty();
    private boolean readable = true;

    private Draft(String scheme) {
      this.scheme = scheme;
    }

    /**
     * Returns whether a name without an equals sign is one more option of an unquoted {@code qop}.
     * Some servers send {@code qop=auth,auth-int} without quotes. No scheme has one of these names.
     */
    private boolean continuesQop(String name) {
      return params.containsKey("qop")
          && (name.equalsIgnoreCase("auth") || name.equalsIgnoreCase("auth-int"));
    }

    /**
     * Reads a token68 as a parameter with an empty value, for example {@code realm=}. Both have the
     * same form, but a challenge with a token68 has no parameters, so the next parameter tells them
     * apart.
     */
    private void readTokenAsParameter() {
      String token = token68.orElse("");
      int equals = token.indexOf('=');
      if (equals > 0 && equals == token.length() - 1) {
        params.put(token.substring(0, equals).toLowerCase(Locale.ROOT), "");
        token68 = Optional.empty();
      }
    }
  }
}
