package dev.atlasrestore.benchmarks.endtoend.server;

/**
 * What the server has seen since it started.
 *
 * @param requests requests, refused ones too
 * @param refused answers 401
 * @param connections connections accepted
 * @param open connections open now
 */
public record Tally(long requests, long refused, long connections, long open) {

  /** What has come since then; the open ones are those of now. */
  public Tally since(Tally earlier) {
    return new Tally(
        requests - earlier.requests,
        refused - earlier.refused,
        connections - earlier.connections,
        open);
  }

  String toLine() {
    return requests + " " + refused + " " + connections + " " + open;
  }

  /** Reads the line that the server gives. */
  public static Tally ofLine(String line) {
    String[] words = line.split(" ", -1);
    return new Tally(
        Long.parseLong(words[0]),
        Long.parseLong(words[1]),
        Long.parseLong(words[2]),
        Long.parseLong(words[3]));
  }
}
