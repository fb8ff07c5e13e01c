package dev.atlasrestore.benchmarks.endtoend.server;

/**
 * The behaviour of the server.
 *
 * @param admission the requests that it accepts
 * @param delayMillis the delay of each response, which simulates a network
 */
public record Rules(Admission admission, int delayMillis) {

  /** Accepts every known nonce with every count, without a delay. */
  public static final Rules TOLERANT = new Rules(Admission.TOLERANT, 0);

  /** The requests that the server accepts. */
  public enum Admission {
    /** All requests, with credentials or without. */
    OPEN,
    /** Requests with a known nonce. Nonces never expire, and counts may come in any order. */
    TOLERANT,
    /** Requests with a known nonce that has had at most {@value NonceBook#MAX_USES} uses. */
    EXPIRING,
    /** Requests with a known nonce and a count higher than all earlier counts of that nonce. */
    STRICT
  }

  /** Returns the line that makes a {@link DigestServer} follow these rules. */
  public String toCommand() {
    return "rules " + admission + " " + delayMillis;
  }

  static Rules ofCommand(String command) {
    String[] words = command.split(" ", -1);
    return new Rules(Admission.valueOf(words[1]), Integer.parseInt(words[2]));
  }
}
