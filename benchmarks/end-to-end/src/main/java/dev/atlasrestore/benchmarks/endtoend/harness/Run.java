package dev.atlasrestore.benchmarks.endtoend.harness;

import dev.atlasrestore.benchmarks.endtoend.contestant.Decoding;

/**
 * One load on one contestant.
 *
 * @param how when it is over
 * @param amount milliseconds or fetches
 * @param callers how many fetch at once
 * @param decoding what is done with the bodies
 */
record Run(How how, long amount, int callers, Decoding decoding) {

  enum How {
    /** After so many milliseconds. */
    MILLIS,
    /**
     * The same, as a scenario's first: on a new client, if calls at once may have spoilt the last.
     */
    FIRST_MILLIS,
    /** When the JVM has compiled what there is to compile, at the latest after so long. */
    UNTIL_WARM,
    /** After so many fetches on a client that was made for them. */
    FRESH_FETCHES
  }

  boolean isFresh() {
    return how == How.FRESH_FETCHES;
  }

  String toLine() {
    return how + " " + amount + " " + callers + " " + decoding;
  }

  static Run ofLine(String line) {
    String[] words = line.split(" ", -1);
    return new Run(
        How.valueOf(words[0]),
        Long.parseLong(words[1]),
        Integer.parseInt(words[2]),
        Decoding.valueOf(words[3]));
  }
}
