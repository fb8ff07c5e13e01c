package dev.atlasrestore.verification.endurance;

import dev.atlasrestore.testkit.Hostile;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.ResponseReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A way for an exchange to fail with a typed error on every transport.
 *
 * <p>Unsolicited responses are not included. With several callers, an unsolicited response may
 * arrive just after another caller's request was sent. HTTP/1.1 clients must then take it for the
 * response to that request. RUN-22 tests unsolicited responses alone.
 *
 * @param name the name in reports
 * @param reply what the fake service does
 * @param end what ends the exchange
 */
record Fault(String name, Reply reply, End end) {

  private static final Duration BYTE_INTERVAL = Duration.ofMillis(20);
  private static final int HEADER_BYTES = 200_000;
  private static final String INVALID_JOB = "{\"id\":1}";
  private static final ResponseReply LONG_RESPONSE = Reply.status(200).body(" ".repeat(2000));
  private static final ResponseReply UNAVAILABLE = Reply.status(503);
  private static final ResponseReply NOT_FOUND = Reply.error(404, "RESTORE_JOB_NOT_FOUND", "None.");

  /** What ends an exchange. */
  enum End {
    /** The server closes the connection or sends something that is not HTTP. */
    SERVER,
    /** The server sends a complete response that the call fails with. */
    RESPONSE,
    /** The client stops at its limit of bytes, or at its timeout if that comes first. */
    LIMIT,
    /** The client's timeout; nothing else ends the exchange. */
    TIMEOUT
  }

  /** Returns all faults. */
  static List<Fault> all() {
    List<Fault> all = new ArrayList<>();
    add(
        all,
        End.SERVER,
        Reply.drop(),
        Hostile.reset(),
        Hostile.closeInHead(),
        Hostile.truncated(),
        Hostile.badChunk(),
        Hostile.missingLastChunk(),
        Hostile.garbage(),
        Hostile.impossibleStatus("{}"),
        Hostile.hugeChunk(),
        Hostile.negativeChunk());
    add(
        all,
        End.LIMIT,
        Hostile.hugeHeaders(HEADER_BYTES),
        Hostile.endlessHead(),
        Hostile.endlessBody(),
        Hostile.endlessChunks(),
        Hostile.endlessChunkLine(),
        Hostile.endlessTrailers());
    add(
        all,
        End.TIMEOUT,
        Hostile.stall(),
        Hostile.stallInBody(),
        Hostile.drip(BYTE_INTERVAL, LONG_RESPONSE),
        Hostile.dripBody(BYTE_INTERVAL, LONG_RESPONSE),
        Hostile.endlessInformational(BYTE_INTERVAL));
    add(
        all,
        End.RESPONSE,
        Hostile.lengthAndChunks(INVALID_JOB),
        Hostile.conflictingLengths(INVALID_JOB),
        Hostile.pipelined(UNAVAILABLE, NOT_FOUND),
        Hostile.extraBytes(UNAVAILABLE, "HTTP/1.1 200 OK\r\nX-Foreign: "));
    all.add(response("switched protocols", Hostile.raw("HTTP/1.1 101 No\r\n\r\nraw")));
    all.add(response("unavailable", UNAVAILABLE));
    all.add(response("no such job", NOT_FOUND));
    all.add(response("redirect", Reply.redirect(302, "/elsewhere")));
    all.add(response("basic challenge", Reply.challenge("Basic realm=\"x\"")));
    all.add(response("half a document", Reply.json("{\"id\":")));
    all.add(response("no content", Reply.status(204)));
    all.add(response("gzip bomb", Hostile.gzipBomb(1)));
    return all;
  }

  private static void add(List<Fault> all, End end, Reply... replies) {
    for (Reply reply : replies) {
      all.add(new Fault(reply.toString(), reply, end));
    }
  }

  private static Fault response(String name, Reply reply) {
    return new Fault(name, reply, End.RESPONSE);
  }

  @Override
  public String toString() {
    return name;
  }
}
