package dev.atlasrestore.testkit;

import dev.atlasrestore.testkit.internal.JobJson;
import java.io.IOException;
import java.time.Duration;

/**
 * The reaction of a fake server to one request. The factories here make replies that a correct HTTP
 * server may give: a response, a late response, a closed connection. {@link Hostile} makes replies
 * of a broken server or a broken connection; {@link FakeTls} breaks the handshake.
 *
 * <p>A reply replaces the server's own response, for any target of the request. A {@link FakeAtlas}
 * sends it only to a request that passes the digest check; {@link #beforeDigest()} and {@link
 * #unscripted()} are the exceptions. A {@link FakeServer} checks no credentials.
 *
 * <p>Immutable. One reply may be used for any number of requests.
 */
public abstract sealed class Reply permits ResponseReply, ActionReply {

  Reply() {}

  /**
   * Sends this reply.
   *
   * @return whether the connection can take another request
   * @throws IOException to close the connection
   */
  abstract boolean send(Exchange exchange) throws IOException;

  /** Returns whether a fake Atlas sends this reply to requests that it has not checked. */
  abstract boolean isBeforeDigest();

  /**
   * Returns the same reply, which a {@link FakeAtlas} sends without a check of the credentials and
   * of the rate limit. A client without a nonce gets this reply instead of a challenge. A reply
   * that is made from this one, for example by {@link #delayed}, is sent without these checks too.
   */
  public final Reply beforeDigest() {
    return new ActionReply("beforeDigest(" + this + ")", this::send, true);
  }

  /**
   * A response with this status, no header fields and no body; add them to the result.
   *
   * @throws IllegalArgumentException if the status is not a final status from 200 to 999
   */
  public static ResponseReply status(int status) {
    return ResponseReply.of(status);
  }

  /** A 200 response with this JSON document. */
  public static ResponseReply json(String json) {
    return status(200).jsonBody(json);
  }

  /**
   * An error response in the service's own format.
   *
   * @param parameters the values that the service's {@code parameters} member holds
   */
  public static ResponseReply error(
      int status, String errorCode, String detail, String... parameters) {
    return status(status).jsonBody(JobJson.error(status, errorCode, detail, parameters));
  }

  /** A redirect to this location. */
  public static ResponseReply redirect(int status, String location) {
    return status(status).header("Location", location);
  }

  /** A 401 response with these challenges, each in its own {@code WWW-Authenticate} field. */
  public static ResponseReply challenge(String... wwwAuthenticate) {
    ResponseReply response = status(401);
    for (String challenge : wwwAuthenticate) {
      response = response.header("WWW-Authenticate", challenge);
    }
    return response;
  }

  /** A proxy's 407 response with these challenges, each in its own {@code Proxy-Authenticate}. */
  public static ResponseReply proxyChallenge(String... proxyAuthenticate) {
    ResponseReply response = status(407);
    for (String challenge : proxyAuthenticate) {
      response = response.header("Proxy-Authenticate", challenge);
    }
    return response;
  }

  /** A 401 response with the server's own challenge: a new nonce and {@code stale=true}. */
  public static Reply stale() {
    return new ActionReply("stale", exchange -> exchange.stale().send(exchange));
  }

  /**
   * The response that the server gives when no reply is scripted. For a request that fails the
   * digest check, this is the challenge.
   */
  public static Reply unscripted() {
    // This response includes the check. A check before it would consume the nonce count.
    return new ActionReply("unscripted", exchange -> exchange.unscripted().send(exchange), true);
  }

  /** Waits, then sends this reply. Sends nothing if the client closes the connection first. */
  public static Reply delayed(Duration delay, Reply reply) {
    return new ActionReply(
        "delayed(" + delay + ", " + reply + ")",
        exchange -> exchange.connection().staysOpenFor(delay) && reply.send(exchange),
        reply.isBeforeDigest());
  }

  /** Sends informational responses with these statuses (100 to 199), then this reply. */
  public static Reply informational(Reply reply, int... statuses) {
    int[] early = statuses.clone();
    return new ActionReply(
        "informational(" + reply + ")",
        exchange -> {
          for (int status : early) {
            exchange
                .connection()
                .write("HTTP/1.1 " + status + " Informational\r\nX-Early: 1\r\n\r\n");
          }
          return reply.send(exchange);
        },
        reply.isBeforeDigest());
  }

  /** Closes the connection without a response (FIN, not RST). */
  public static Reply drop() {
    return new ActionReply("drop", exchange -> false);
  }

  /**
   * Sends this reply, then closes the connection without a {@code Connection: close} field. A
   * client that keeps the connection in its pool finds it closed at the next request.
   */
  public static Reply thenClose(Reply reply) {
    return new ActionReply(
        "thenClose(" + reply + ")",
        exchange -> {
          reply.send(exchange);
          return false;
        },
        reply.isBeforeDigest());
  }

  /** Returns the same reply under another name. */
  Reply named(String name) {
    return new ActionReply(name, this::send, isBeforeDigest());
  }
}
