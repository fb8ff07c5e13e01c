package dev.atlasrestore.testkit;

import dev.atlasrestore.exchange.HttpHeader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Puts a reply on a wire. */
final class ReplyPlayer {

  private static final String CHUNKED_HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
  private static final DateTimeFormatter IMF_FIXDATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.US);

  private ReplyPlayer() {}

  /** Plays a reply; says whether the connection may be used on. */
  static boolean play(Reply reply, Wire wire) throws IOException {
    if (reply instanceof Reply.Answer answer) {
      wire.write(bytes(answer));
      return !closes(answer);
    }
    if (reply instanceof Reply.Fault fault) {
      playFault(fault.kind(), wire);
      return false;
    }
    if (reply instanceof Reply.Informational informational) {
      for (int status : informational.statuses()) {
        wire.write("HTTP/1.1 " + status + " Informational\r\n\r\n");
      }
      return play(informational.then(), wire);
    }
    if (reply instanceof Reply.Delayed delayed) {
      return !wire.isLeftWithin(delayed.delay()) && play(delayed.then(), wire);
    }
    if (reply instanceof Reply.Drip drip) {
      return drip(bytes(drip.answer()), drip.between(), wire);
    }
    if (reply instanceof Reply.Raw raw) {
      wire.write(raw.bytes());
      return false;
    }
    throw new IllegalStateException("an honest reply must be resolved first");
  }

  private static void playFault(Reply.Fault.Kind kind, Wire wire) throws IOException {
    switch (kind) {
      case DROP -> {}
      case RESET -> wire.resetOnClose();
      case FIN_IN_HEAD -> wire.write("HTTP/1.1 200 OK\r\nContent-Type: applic");
      case TRUNCATED -> wire.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"id\":\"0123");
      case BAD_CHUNK -> wire.write(CHUNKED_HEAD + "5\r\n{\"id\"\r\nxyz\r\n:1}\r\n0\r\n\r\n");
      case MISSING_LAST_CHUNK -> wire.write(CHUNKED_HEAD + "2\r\n{}\r\n");
      case GARBAGE -> wire.write("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n\r\n");
      case STALL -> wire.awaitLeaving();
      case STALL_IN_BODY -> {
        wire.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"id\":\"0123");
        wire.awaitLeaving();
      }
      case ENDLESS_BODY ->
          endless(
              "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n[",
              "0,".repeat(4096),
              wire);
      case ENDLESS_HEAD ->
          endless("HTTP/1.1 200 OK\r\n", "X-Filler: " + "x".repeat(1000) + "\r\n", wire);
    }
  }

  private static void endless(String first, String again, Wire wire) throws IOException {
    wire.write(first);
    while (true) {
      wire.write(again);
    }
  }

  private static boolean drip(byte[] bytes, Duration between, Wire wire) throws IOException {
    for (byte b : bytes) {
      wire.write(new byte[] {b});
      if (wire.isLeftWithin(between)) {
        return false;
      }
    }
    return true;
  }

  private static boolean closes(Reply.Answer answer) {
    return answer.headers().stream()
        .anyMatch(f -> f.is("Connection") && f.value().equalsIgnoreCase("close"));
  }

  private static byte[] bytes(Reply.Answer answer) {
    byte[] body = answer.bodyBytes();
    StringBuilder head =
        new StringBuilder("HTTP/1.1 " + answer.status() + " " + phrase(answer.status()) + "\r\n");
    if (answer.headers().stream().noneMatch(field -> field.is("Date"))) {
      head.append("Date: ")
          .append(IMF_FIXDATE.format(ZonedDateTime.now(ZoneOffset.UTC)))
          .append("\r\n");
    }
    for (HttpHeader field : answer.headers()) {
      head.append(field.name()).append(": ").append(field.value()).append("\r\n");
    }
    boolean bodiless = answer.status() == 204 || answer.status() == 304 || answer.status() < 200;
    if (!bodiless && answer.headers().stream().noneMatch(field -> field.is("Content-Length"))) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    byte[] whole = new byte[start.length + (bodiless ? 0 : body.length)];
    System.arraycopy(start, 0, whole, 0, start.length);
    System.arraycopy(body, 0, whole, start.length, whole.length - start.length);
    return whole;
  }

  private static String phrase(int status) {
    return switch (status) {
      case 200 -> "OK";
      case 401 -> "Unauthorized";
      case 404 -> "Not Found";
      case 429 -> "Too Many Requests";
      case 503 -> "Service Unavailable";
      default -> "Status";
    };
  }
}
