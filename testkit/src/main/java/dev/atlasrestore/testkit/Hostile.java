package dev.atlasrestore.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;

/**
 * Replies of a broken or malicious server, or of a broken connection: bytes that are not HTTP,
 * messages that contradict themselves or never end, stalls, resets. Replies that a correct server
 * may give are in {@link Reply}.
 *
 * <p>A correct client survives all of them. It never returns a wrong or partial job, its memory use
 * stays bounded, and its next call works.
 */
public final class Hostile {

  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
  private static final String CHUNKED = OK + "Transfer-Encoding: chunked\r\n\r\n";
  private static final int MEGABYTE = 1 << 20;

  private Hostile() {}

  /** Resets the connection (RST) without a response. */
  public static Reply reset() {
    return new ActionReply("reset", ActionReply::reset);
  }

  /** Sends nothing and keeps the connection open until the client closes it. */
  public static Reply stall() {
    return new ActionReply("stall", ActionReply::stall);
  }

  /** Sends the head and 11 of 100 bytes of the body, then stalls until the client closes. */
  public static Reply stallInBody() {
    return new ActionReply(
        "stallInBody",
        exchange -> {
          ActionReply.sendPartOfBody(exchange, 100, 11);
          return ActionReply.stall(exchange);
        });
  }

  /** Sends a response one byte at a time, head and body, with a wait after each byte. */
  public static Reply drip(Duration between, ResponseReply response) {
    return new ActionReply(
        "drip(" + between + ", " + response + ")",
        exchange -> ActionReply.drip(exchange, between, response, 0));
  }

  /** Sends the head of a response at once, then its body one byte at a time. */
  public static Reply dripBody(Duration between, ResponseReply response) {
    return new ActionReply(
        "dripBody(" + between + ", " + response + ")",
        exchange ->
            ActionReply.drip(exchange, between, response, response.head(exchange).length()));
  }

  /** Sends half a header field and closes the connection. */
  public static Reply closeInHead() {
    return raw("HTTP/1.1 200 OK\r\nContent-Type: applic").named("closeInHead");
  }

  /** Declares a body of 100 bytes, sends 11 of them and closes the connection. */
  public static Reply truncated() {
    return truncated(100, 11);
  }

  /** Declares a body of one size, sends only the start of it and closes the connection. */
  public static Reply truncated(int declared, int sent) {
    return new ActionReply(
        "truncated(" + declared + ", " + sent + ")",
        exchange -> {
          ActionReply.sendPartOfBody(exchange, declared, sent);
          return false;
        });
  }

  /** Sends bytes that are not HTTP and closes the connection. */
  public static Reply garbage() {
    return raw("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n\r\n").named("garbage");
  }

  /** Sends a status line with the status 42, and this JSON document as the body. */
  public static Reply impossibleStatus(String json) {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    String head =
        "HTTP/1.1 42 What\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length
            + "\r\n\r\n";
    return raw(head + latin1(body)).named("impossibleStatus");
  }

  /** Sends these characters, one byte for each, and closes the connection. */
  public static Reply raw(String bytes) {
    return raw(bytes, true);
  }

  /**
   * Sends these characters, one byte for each, and closes the connection if {@code thenClose} is
   * true.
   */
  public static Reply raw(String bytes, boolean thenClose) {
    return new ActionReply(
        "raw",
        exchange -> {
          ActionReply.sendRaw(exchange, bytes);
          return !thenClose;
        });
  }

  /** Sends header fields of at least this many bytes in all, then an empty JSON object. */
  public static Reply hugeHeaders(int bytes) {
    return new ActionReply(
        "hugeHeaders(" + bytes + ")", exchange -> ActionReply.sendHugeHeaders(exchange, bytes));
  }

  /** Sends header fields without end, until the client closes the connection. */
  public static Reply endlessHead() {
    return new ActionReply("endlessHead", ActionReply.endlessFields("HTTP/1.1 200 OK\r\n"));
  }

  /** Sends a body without end, until the client closes the connection. */
  public static Reply endlessBody() {
    return new ActionReply("endlessBody", ActionReply.endless(OK + "\r\n[", "0,".repeat(4096)));
  }

  /** Sends informational responses without end, one per interval, until the client closes. */
  public static Reply endlessInformational(Duration between) {
    return new ActionReply(
        "endlessInformational(" + between + ")",
        exchange -> {
          while (exchange.connection().staysOpenFor(between)) {
            exchange.connection().write("HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\n");
          }
          return false;
        });
  }

  /** Sends a chunk whose size is not a number. */
  public static Reply badChunk() {
    return raw(CHUNKED + "5\r\n{\"id\"\r\nxyz\r\n:1}\r\n0\r\n\r\n").named("badChunk");
  }

  /** Sends a chunked body and closes the connection before the last chunk. */
  public static Reply missingLastChunk() {
    return raw(CHUNKED + "2\r\n{}\r\n").named("missingLastChunk");
  }

  /** Sends a chunk whose size does not fit into 64 bits. */
  public static Reply hugeChunk() {
    return raw(CHUNKED + "ffffffffffffffff0\r\n{}\r\n0\r\n\r\n").named("hugeChunk");
  }

  /** Sends a chunk whose size is negative. */
  public static Reply negativeChunk() {
    return raw(CHUNKED + "-2\r\n{}\r\n0\r\n\r\n").named("negativeChunk");
  }

  /** Sends chunks without end, until the client closes the connection. */
  public static Reply endlessChunks() {
    String chunk = "1000\r\n" + "0,".repeat(2048) + "\r\n";
    return new ActionReply("endlessChunks", ActionReply.endless(CHUNKED + "1\r\n[\r\n", chunk));
  }

  /** Sends a chunk-size line without end, until the client closes the connection. */
  public static Reply endlessChunkLine() {
    return new ActionReply(
        "endlessChunkLine", ActionReply.endless(CHUNKED + "2;", "x".repeat(4096)));
  }

  /** Sends a whole chunked body and trailer fields without end, until the client closes. */
  public static Reply endlessTrailers() {
    return new ActionReply(
        "endlessTrailers", ActionReply.endlessFields(CHUNKED + "2\r\n{}\r\n0\r\n"));
  }

  /**
   * Sends this JSON document in chunks, with a {@code Content-Length} field that is too small. A
   * client must use the chunks or reject the response (RFC 9112, section 6.3).
   */
  public static Reply lengthAndChunks(String json) {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    String head = OK + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n";
    String chunks = Integer.toHexString(body.length) + "\r\n" + latin1(body) + "\r\n0\r\n\r\n";
    return raw(head + chunks, false).named("lengthAndChunks");
  }

  /** Sends this JSON document with two {@code Content-Length} fields; the second is right. */
  public static Reply conflictingLengths(String json) {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    String lengths = "Content-Length: 2\r\nContent-Length: " + body.length + "\r\n\r\n";
    return raw(OK + lengths + latin1(body), false).named("conflictingLengths");
  }

  /** Sends a response and, directly behind it, bytes that belong to no response. */
  public static Reply extraBytes(ResponseReply response, String bytes) {
    return new ActionReply(
        "extraBytes(" + response + ")",
        exchange -> {
          exchange.recordStatus(response.status());
          exchange
              .connection()
              .write(
                  ActionReply.concatenate(
                      response.bytes(exchange), bytes.getBytes(ActionReply.BYTES)));
          return true;
        });
  }

  /** Sends a response and, in the same write, a second response that no request asked for. */
  public static Reply pipelined(ResponseReply response, ResponseReply second) {
    return new ActionReply(
        "pipelined(" + response + ", " + second + ")",
        exchange -> {
          exchange.recordStatus(response.status());
          exchange
              .connection()
              .write(ActionReply.concatenate(response.bytes(exchange), second.bytes(exchange)));
          return true;
        });
  }

  /**
   * Sends a response, waits while the connection is idle, then sends a second response that no
   * request asked for. Records the second status as the status of the request.
   */
  public static Reply unsolicited(ResponseReply response, Duration wait, ResponseReply second) {
    return new ActionReply(
        "unsolicited(" + response + ", " + second + ")",
        exchange -> {
          boolean usable = response.send(exchange) && exchange.connection().staysOpenFor(wait);
          if (usable) {
            exchange.connection().write(second.bytes(exchange));
            exchange.recordStatus(second.status());
          }
          return usable;
        });
  }

  /**
   * A 200 response whose body is one JSON string of this many megabytes, compressed to about a
   * thousandth by {@code Content-Encoding: gzip}. It is sent even if the request does not accept
   * gzip.
   *
   * @throws IllegalArgumentException if {@code megabytes} is less than 1
   */
  public static ResponseReply gzipBomb(int megabytes) {
    if (megabytes < 1) {
      throw new IllegalArgumentException("megabytes must be at least 1");
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

  private static String latin1(byte[] bytes) {
    return new String(bytes, ActionReply.BYTES);
  }
}
