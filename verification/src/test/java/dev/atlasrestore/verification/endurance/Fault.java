package dev.atlasrestore.verification.endurance;

import dev.atlasrestore.testkit.Hostile;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.ResponseReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One way for an exchange to go wrong: it ends with a typed error, whatever the transport. An
 * answer that comes unasked is not among them: among callers side by side it may come in the moment
 * in which another's request goes out, and is then that request's answer to every client of
 * HTTP/1.1. RUN-22 asks for it by itself.
 *
 * @param name what it is called in reports
 * @param reply what the server does
 * @param end what ends the exchange
 */
record Fault(String name, Reply reply, End end) {

  private static final Duration SLOWLY = Duration.ofMillis(20);
  private static final int HUGE = 200_000;
  private static final String NO_JOB = "{\"id\":1}";
  private static final ResponseReply LONG = Reply.status(200).body(" ".repeat(2000));
  private static final ResponseReply UNAVAILABLE = Reply.status(503);
  private static final ResponseReply NOT_FOUND = Reply.error(404, "RESTORE_JOB_NOT_FOUND", "None.");

  /** What ends an exchange. */
  enum End {
    /** The server, which closes the connection, or what it sends, which is no HTTP. */
    SERVER,
    /** A whole answer, which is none to be happy with. */
    ANSWER,
    /** The client, which takes no more than so many bytes; slow bytes may run out of time first. */
    LIMIT,
    /** The time that the client gives an exchange, and nothing else. */
    TIMEOUT
  }

  /** Every fault there is. */
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
        Hostile.hugeHeaders(HUGE),
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
        Hostile.drip(SLOWLY, LONG),
        Hostile.dripBody(SLOWLY, LONG),
        Hostile.endlessInformational(SLOWLY));
    add(
        all,
        End.ANSWER,
        Hostile.lengthAndChunks(NO_JOB),
        Hostile.conflictingLengths(NO_JOB),
        Hostile.pipelined(UNAVAILABLE, NOT_FOUND),
        Hostile.extraBytes(UNAVAILABLE, "HTTP/1.1 200 OK\r\nX-Foreign: "));
    all.add(answer("switched protocols", Hostile.raw("HTTP/1.1 101 No\r\n\r\nraw")));
    all.add(answer("unavailable", UNAVAILABLE));
    all.add(answer("no such job", NOT_FOUND));
    all.add(answer("redirect", Reply.redirect(302, "/elsewhere")));
    all.add(answer("basic challenge", Reply.challenge("Basic realm=\"x\"")));
    all.add(answer("half a document", Reply.json("{\"id\":")));
    all.add(answer("no content", Reply.status(204)));
    all.add(answer("gzip bomb", Hostile.gzipBomb(1)));
    return all;
  }

  private static void add(List<Fault> all, End end, Reply... replies) {
    for (Reply reply : replies) {
      all.add(new Fault(reply.toString(), reply, end));
    }
  }

  private static Fault answer(String name, Reply reply) {
    return new Fault(name, reply, End.ANSWER);
  }

  @Override
  public String toString() {
    return name;
  }
}
