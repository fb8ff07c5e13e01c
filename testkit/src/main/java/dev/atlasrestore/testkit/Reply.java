package dev.atlasrestore.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * What a fake server says, or does, in answer to one request: an honest answer, an error, or a
 * fault on the wire. Immutable, and good for any number of requests. More faults, of the kind that
 * only an enemy thinks of, are in {@link Hostile}; those of the handshake in {@link FakeTls}.
 *
 * <p>A reply stands in for the whole answer: nothing of the request is looked at for it, neither
 * its target nor its credentials. {@link #honest()} and {@link #stale()} are the exceptions.
 *
 * <p>More kinds of replies may come; what a reply is made of is nobody's business.
 */
public abstract sealed class Reply permits Answer, Act {

  private static final String CHUNKED =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";

  Reply() {}

  /** Plays it; says whether the connection may be used on. Whatever is thrown ends it. */
  abstract boolean play(Turn turn) throws IOException;

  /**
   * An answer with this status and no body; add fields and a body to it.
   *
   * @throws IllegalArgumentException if it is no final status, 200 to 999
   */
  public static Answer status(int status) {
    return Answer.of(status);
  }

  /** A 200 with this JSON. */
  public static Answer json(String json) {
    return status(200).jsonBody(json);
  }

  /** An error as the service words it: a status, a code, a detail, and what it is about. */
  public static Answer error(int status, String errorCode, String detail, String... parameters) {
    return status(status).jsonBody(JobJson.error(status, errorCode, detail, parameters));
  }

  /** A redirect. */
  public static Answer redirect(int status, String location) {
    return status(status).header("Location", location);
  }

  /** A 401 with these challenges, each in a {@code WWW-Authenticate} field of its own. */
  public static Answer challenge(String... wwwAuthenticate) {
    Answer answer = status(401);
    for (String challenge : wwwAuthenticate) {
      answer = answer.header("WWW-Authenticate", challenge);
    }
    return answer;
  }

  /** A proxy's 407 with these challenges, each in a {@code Proxy-Authenticate} field of its own. */
  public static Answer proxyChallenge(String... proxyAuthenticate) {
    Answer answer = status(407);
    for (String challenge : proxyAuthenticate) {
      answer = answer.header("Proxy-Authenticate", challenge);
    }
    return answer;
  }

  /**
   * A 401 of the server's own: calls the nonce stale, whatever was sent, and names a new, good one.
   */
  public static Reply stale() {
    return new Act("stale", turn -> turn.stale().play(turn));
  }

  /** What the server would say without a script. */
  public static Reply honest() {
    return new Act("honest", turn -> turn.honest().play(turn));
  }

  /** Says nothing for so long, and then this; nothing at all if the client has left by then. */
  public static Reply delayed(Duration delay, Reply then) {
    return new Act(
        "delayed(" + delay + ", " + then + ")",
        turn -> turn.wire().staysFor(delay) && then.play(turn));
  }

  /**
   * Says this, and closes the connection without having said that it would: what a client finds
   * that goes back to a connection which idled too long.
   */
  public static Reply thenClose(Reply first) {
    return new Act(
        "thenClose(" + first + ")",
        turn -> {
          first.play(turn);
          return false;
        });
  }

  /** Sends informational answers, 100 or 103 for example, and then this. */
  public static Reply informational(Reply then, int... statuses) {
    int[] first = statuses.clone();
    return new Act(
        "informational(" + then + ")",
        turn -> {
          for (int status : first) {
            turn.wire().write("HTTP/1.1 " + status + " Informational\r\nX-Early: 1\r\n\r\n");
          }
          return then.play(turn);
        });
  }

  /** Closes the connection in good order, without an answer. */
  public static Reply drop() {
    return new Act("drop", turn -> false);
  }

  /** Resets the connection, without an answer. */
  public static Reply reset() {
    return new Act("reset", Act::reset);
  }

  /** Never answers; ends when the client closes. */
  public static Reply stall() {
    return new Act("stall", Act::stall);
  }

  /** Closes in the middle of the head. */
  public static Reply finInHead() {
    return raw("HTTP/1.1 200 OK\r\nContent-Type: applic").named("finInHead");
  }

  /** Sends header fields of this many bytes in all, and then an empty JSON object. */
  public static Reply hugeHeaders(int bytes) {
    return new Act("hugeHeaders(" + bytes + ")", turn -> Act.hugeHeaders(turn, bytes));
  }

  /** Sends header fields that never end, until the client closes. */
  public static Reply endlessHead() {
    String field = "X-Filler: " + "x".repeat(1000) + "\r\n";
    return new Act("endlessHead", turn -> Act.endless(turn, "HTTP/1.1 200 OK\r\n", field));
  }

  /** Sends a body that never ends, until the client closes. */
  public static Reply endlessBody() {
    String head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n[";
    return new Act("endlessBody", turn -> Act.endless(turn, head, "0,".repeat(4096)));
  }

  /** Sends the head and a part of the body, then nothing more; ends when the client closes. */
  public static Reply stallInBody() {
    return new Act(
        "stallInBody",
        turn -> {
          Act.partOfBody(turn, 100, 11);
          return Act.stall(turn);
        });
  }

  /** Declares a body of 100 bytes, sends 11 of them, and closes. */
  public static Reply truncated() {
    return truncated(100, 11);
  }

  /** Declares a body of so many bytes, sends fewer, and closes. */
  public static Reply truncated(int declared, int sent) {
    return new Act(
        "truncated(" + declared + ", " + sent + ")",
        turn -> {
          Act.partOfBody(turn, declared, sent);
          return false;
        });
  }

  /** Sends a chunk whose size is no number. */
  public static Reply badChunk() {
    return raw(CHUNKED + "5\r\n{\"id\"\r\nxyz\r\n:1}\r\n0\r\n\r\n").named("badChunk");
  }

  /** Sends chunks and closes without the last one. */
  public static Reply missingLastChunk() {
    return raw(CHUNKED + "2\r\n{}\r\n").named("missingLastChunk");
  }

  /** Answers something that is not HTTP, and closes. */
  public static Reply garbage() {
    return raw("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n\r\n").named("garbage");
  }

  /** Answers with a status line whose status is no status, and this JSON behind it. */
  public static Reply impossibleStatus(String json) {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    String head =
        "HTTP/1.1 42 What\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length
            + "\r\n\r\n";
    return raw(head + new String(body, StandardCharsets.ISO_8859_1)).named("impossibleStatus");
  }

  /** Sends an answer one byte at a time, the head too. */
  public static Reply drip(Duration between, Answer answer) {
    return new Act(
        "drip(" + between + ", " + answer + ")", turn -> Act.drip(turn, between, answer, 0));
  }

  /** Sends the head of an answer at once and its body one byte at a time. */
  public static Reply dripBody(Duration between, Answer answer) {
    return new Act(
        "dripBody(" + between + ", " + answer + ")",
        turn -> Act.drip(turn, between, answer, answer.head(turn).length()));
  }

  /** Sends these bytes, one for each character, and closes. */
  public static Reply raw(String bytes) {
    return raw(bytes, true);
  }

  /** Sends these bytes, one for each character; then closes, or goes on as if it were an answer. */
  public static Reply raw(String bytes, boolean thenClose) {
    return new Act("raw", turn -> Act.raw(turn, bytes) && !thenClose);
  }

  /** The same reply under another name. */
  Reply named(String name) {
    return new Act(name, this::play);
  }
}
