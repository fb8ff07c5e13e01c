package dev.atlasrestore.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;

/**
 * Replies that no honest server gives: answers that contradict themselves, that never end, or that
 * come unasked. A client comes to no harm by them: it reads neither half a job nor a wrong one,
 * keeps its memory, and is ready for the next call. The plainer faults are in {@link Reply}.
 */
public final class Hostile {

  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
  private static final String CHUNKED = OK + "Transfer-Encoding: chunked\r\n\r\n";
  private static final int MEGABYTE = 1 << 20;

  private Hostile() {}

  /** An answer, and bytes behind it that belong to nothing, one for each character. */
  public static Reply extraBytes(Answer first, String bytes) {
    return new Act(
        "extraBytes(" + first + ")",
        turn -> {
          turn.noteStatus(first.status());
          turn.wire().write(Act.joined(first.bytes(turn), bytes.getBytes(Act.BYTES)));
          return true;
        });
  }

  /** An answer, and in one go with it a second one that nobody has asked for. */
  public static Reply pipelined(Answer first, Answer second) {
    return new Act(
        "pipelined(" + first + ", " + second + ")",
        turn -> {
          turn.noteStatus(first.status());
          turn.wire().write(Act.joined(first.bytes(turn), second.bytes(turn)));
          return true;
        });
  }

  /**
   * An answer, and after so long, while the connection idles, one that nobody has asked for; once
   * it is out, the request is noted with its status.
   */
  public static Reply unasked(Answer first, Duration later, Answer second) {
    return new Act(
        "unasked(" + first + ", " + second + ")",
        turn -> {
          boolean usable = first.play(turn) && turn.wire().staysFor(later);
          if (usable) {
            turn.wire().write(second.bytes(turn));
            turn.noteStatus(second.status());
          }
          return usable;
        });
  }

  /**
   * This JSON in chunks, with a {@code Content-Length} beside them that is shorter: a client goes
   * by the chunks or takes none of it (RFC 9112, section 6.3).
   */
  public static Reply bothLengths(String json) {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    String head = OK + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n";
    String chunks = Integer.toHexString(body.length) + "\r\n" + latin(body) + "\r\n0\r\n\r\n";
    return Reply.raw(head + chunks, false).named("bothLengths");
  }

  /** This JSON under two values of {@code Content-Length}, of which the second is its own. */
  public static Reply twoLengths(String json) {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    String lengths = "Content-Length: 2\r\nContent-Length: " + body.length + "\r\n\r\n";
    return Reply.raw(OK + lengths + latin(body), false).named("twoLengths");
  }

  /** A chunk that says it is larger than any number holds. */
  public static Reply hugeChunk() {
    return Reply.raw(CHUNKED + "ffffffffffffffff0\r\n{}\r\n0\r\n\r\n").named("hugeChunk");
  }

  /** A chunk that says it is smaller than nothing. */
  public static Reply negativeChunk() {
    return Reply.raw(CHUNKED + "-2\r\n{}\r\n0\r\n\r\n").named("negativeChunk");
  }

  /** Sends chunks that never end, until the client closes. */
  public static Reply endlessChunks() {
    String chunk = "1000\r\n" + "0,".repeat(2048) + "\r\n";
    return new Act("endlessChunks", turn -> Act.endless(turn, CHUNKED + "1\r\n[\r\n", chunk));
  }

  /** Sends the first line of a chunk, which never ends, until the client closes. */
  public static Reply endlessChunkLine() {
    return new Act("endlessChunkLine", turn -> Act.endless(turn, CHUNKED + "2;", "x".repeat(4096)));
  }

  /** Sends a body in chunks and fields behind it that never end, until the client closes. */
  public static Reply endlessTrailers() {
    String field = "X-Filler: " + "x".repeat(1000) + "\r\n";
    return new Act(
        "endlessTrailers", turn -> Act.endless(turn, CHUNKED + "2\r\n{}\r\n0\r\n", field));
  }

  /** Sends informational answers that never end, so often, until the client closes. */
  public static Reply endlessInformational(Duration between) {
    return new Act(
        "endlessInformational(" + between + ")",
        turn -> {
          while (turn.wire().staysFor(between)) {
            turn.wire().write("HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\n");
          }
          return false;
        });
  }

  /**
   * A JSON string of so many megabytes, a thousand times smaller on the wire by {@code
   * Content-Encoding: gzip}, which nobody has asked for.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public static Answer gzipBomb(int megabytes) {
    if (megabytes < 1) {
      throw new IllegalArgumentException("a bomb has at least one megabyte");
    }
    byte[] spaces = " ".repeat(MEGABYTE).getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write('"');
      for (int i = 0; i < megabytes; i++) {
        gzip.write(spaces);
      }
      gzip.write('"');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Reply.status(200)
        .header("Content-Type", "application/json")
        .header("Content-Encoding", "gzip")
        .body(bytes.toByteArray());
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, Act.BYTES);
  }
}
