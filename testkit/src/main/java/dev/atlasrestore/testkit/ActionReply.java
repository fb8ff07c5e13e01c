package dev.atlasrestore.testkit;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.regex.Pattern;

/** A reply that is not one whole response: a name for messages, and the action that sends it. */
final class ActionReply extends Reply {

  /** One byte for each character. */
  static final Charset BYTES = StandardCharsets.ISO_8859_1;

  private static final Pattern FINAL_STATUS = Pattern.compile("HTTP/1\\.[01] [2-9]\\d\\d\\b");
  private static final String FILLER_FIELD = "X-Filler: " + "x".repeat(1000) + "\r\n";

  private final String name;
  private final Action action;
  private final boolean beforeDigest;

  /** Sends a reply; returns whether the connection can take another request. */
  @FunctionalInterface
  interface Action {
    boolean send(Exchange exchange) throws IOException;
  }

  ActionReply(String name, Action action) {
    this(name, action, false);
  }

  ActionReply(String name, Action action, boolean beforeDigest) {
    this.name = name;
    this.action = action;
    this.beforeDigest = beforeDigest;
  }

  @Override
  boolean send(Exchange exchange) throws IOException {
    return action.send(exchange);
  }

  @Override
  boolean isBeforeDigest() {
    return beforeDigest;
  }

  @Override
  public String toString() {
    return name;
  }

  static byte[] concatenate(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  static boolean reset(Exchange exchange) throws IOException {
    exchange.connection().reset();
    return false;
  }

  static boolean stall(Exchange exchange) throws IOException {
    exchange.connection().awaitClose();
    return false;
  }

  /** Sends one byte for each character; records the status if they begin with a status line. */
  static void sendRaw(Exchange exchange, String bytes) throws IOException {
    if (FINAL_STATUS.matcher(bytes).lookingAt()) {
      exchange.recordStatus(Integer.parseInt(bytes.substring(9, 12)));
    }
    exchange.connection().write(bytes);
  }

  /** Sends a head that declares a body of one size, and the first bytes of that body. */
  static void sendPartOfBody(Exchange exchange, int declared, int sent) throws IOException {
    exchange.recordStatus(200);
    String body = "{\"id\":\"" + "0".repeat(Math.max(0, declared));
    exchange
        .connection()
        .write(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                + declared
                + "\r\n\r\n"
                + body.substring(0, sent));
  }

  /** Sends filler fields of at least this many bytes, then an empty JSON object. */
  static boolean sendHugeHeaders(Exchange exchange, int bytes) throws IOException {
    exchange.recordStatus(200);
    exchange.connection().write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n");
    for (int sent = 0; sent < bytes; sent += FILLER_FIELD.length()) {
      exchange.connection().write(FILLER_FIELD);
    }
    exchange.connection().write("Content-Length: 2\r\n\r\n{}");
    return true;
  }

  /** An action that sends a start, then repeats a text until the client closes the connection. */
  static Action endless(String start, String repeated) {
    return exchange -> {
      exchange.recordStatus(200);
      exchange.connection().write(start);
      while (true) {
        exchange.connection().write(repeated);
      }
    };
  }

  /** An action that sends filler fields after this start, without end. */
  static Action endlessFields(String start) {
    return endless(start, FILLER_FIELD);
  }

  /** Sends the bytes of a response before {@code from} at once, and the others one at a time. */
  static boolean drip(Exchange exchange, Duration between, ResponseReply response, int from)
      throws IOException {
    exchange.recordStatus(response.status());
    byte[] bytes = response.bytes(exchange);
    exchange.connection().write(Arrays.copyOf(bytes, from));
    for (int i = from; i < bytes.length; i++) {
      exchange.connection().write(new byte[] {bytes[i]});
      if (!exchange.connection().staysOpenFor(between)) {
        return false;
      }
    }
    return !response.closesConnection();
  }
}
