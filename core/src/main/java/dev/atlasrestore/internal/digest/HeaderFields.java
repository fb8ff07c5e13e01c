package dev.atlasrestore.internal.digest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code WWW-Authenticate} and {@code Authentication-Info} (RFC 9110, section 11; RFC 7616,
 * section 3.5) from servers of every care.
 *
 * <p>A list of challenges and the list of a challenge's parameters use the same comma, so only what
 * follows a name tells: with an equals sign it is a parameter of the challenge before it, else it
 * begins a challenge. What cannot be read makes the challenge it stands in unusable and leaves its
 * neighbours alone; nothing ever throws.
 */
final class HeaderFields {

  /** More challenges than any server has reason to send; the rest is not read. */
  private static final int MAX_CHALLENGES = 64;

  private HeaderFields() {}

  /** All readable challenges of all fields, in order. */
  static List<AuthChallenge> challenges(List<String> fields) {
    List<AuthChallenge> found = new ArrayList<>();
    for (String field : fields) {
      readChallenges(field, found);
    }
    return found;
  }

  private static void readChallenges(String field, List<AuthChallenge> found) {
    HeaderScanner scanner = new HeaderScanner(field);
    Draft draft = null;
    scanner.skipSeparators();
    while (!scanner.atEnd() && found.size() < MAX_CHALLENGES) {
      String name = scanner.token();
      int afterName = scanner.position();
      scanner.skipBlanks();
      if (name.isEmpty()) {
        spoil(draft);
        scanner.skipToComma();
      } else if (scanner.sees('=')) {
        scanner.skip();
        scanner.skipBlanks();
        add(draft, name, scanner.value());
      } else {
        collect(draft, found);
        draft = new Draft(name);
        if (scanner.position() > afterName) {
          draft.token68 = scanner.token68();
        }
      }
      scanner.skipSeparators();
    }
    collect(draft, found);
  }

  private static void spoil(@Nullable Draft draft) {
    if (draft != null) {
      draft.readable = false;
    }
  }

  private static void add(@Nullable Draft draft, String name, @Nullable String value) {
    if (draft == null) {
      return;
    }
    if (value == null || draft.params.putIfAbsent(name.toLowerCase(Locale.ROOT), value) != null) {
      draft.readable = false; // a quote without end, or a parameter that says two things
    }
  }

  private static void collect(@Nullable Draft draft, List<AuthChallenge> found) {
    if (draft != null && draft.readable && found.size() < MAX_CHALLENGES) {
      found.add(new AuthChallenge(draft.scheme, draft.params, draft.token68));
    }
  }

  /**
   * The parameters of an {@code Authentication-Info} field by lower-case name; what cannot be read
   * is left out.
   */
  static Map<String, String> parameters(List<String> fields) {
    if (fields.isEmpty()) {
      return Map.of();
    }
    Map<String, String> params = new LinkedHashMap<>();
    for (String field : fields) {
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
    return params;
  }

  /** A challenge while it is being read. */
  private static final class Draft {
    private final String scheme;
    private final Map<String, String> params = new LinkedHashMap<>();
    private Optional<String> token68 = Optional.empty();
    private boolean readable = true;

    private Draft(String scheme) {
      this.scheme = scheme;
    }
  }
}
