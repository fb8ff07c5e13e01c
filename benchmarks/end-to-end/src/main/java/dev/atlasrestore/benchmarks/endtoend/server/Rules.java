package dev.atlasrestore.benchmarks.endtoend.server;

import java.util.Locale;

/**
 * How the server behaves from now on.
 *
 * @param admission which nonces it takes
 * @param delayMillis how long every answer is held back, as by a network
 * @param running whether jobs are still running, else finished
 */
public record Rules(Admission admission, int delayMillis, boolean running) {

  /** Any count of a known nonce, no delay, finished jobs. */
  public static final Rules TOLERANT = new Rules(Admission.TOLERANT, 0, false);

  /** Which signed requests get an answer. */
  public enum Admission {
    /** Everything does, signed or not. */
    OPEN,
    /** A nonce lives for ever, and its counts may come in any order. */
    TOLERANT,
    /** A nonce dies after {@value NonceBook#USES} uses. */
    DYING,
    /** The counts of a nonce must increase. */
    STRICT
  }

  /** The same behind a network. */
  public Rules behind(int millis) {
    return new Rules(admission, millis, running);
  }

  /** The line that has the server obey. */
  public String toCommand() {
    return "rules " + admission.name().toLowerCase(Locale.ROOT) + " " + delayMillis + " " + running;
  }

  static Rules ofWords(String[] words, int first) {
    return new Rules(
        Admission.valueOf(words[first].toUpperCase(Locale.ROOT)),
        Integer.parseInt(words[first + 1]),
        Boolean.parseBoolean(words[first + 2]));
  }
}
