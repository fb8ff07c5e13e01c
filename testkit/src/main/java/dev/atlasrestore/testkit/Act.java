package dev.atlasrestore.testkit;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.regex.Pattern;

/** A reply that is more, or less, than an answer: a name for people, and what is done. */
final class Act extends Reply {

  /** One byte for each character. */
  static final Charset BYTES = StandardCharsets.ISO_8859_1;

  private static final Pattern FINAL_STATUS = Pattern.compile("HTTP/1\\.[01] [2-9]\\d\\d\\b");

  private final String name;
  private final Deed deed;

  /** What is done; says whether the connection may be used on. */
  @FunctionalInterface
  interface Deed {
    boolean on(Turn turn) throws IOException;
  }

  Act(String name, Deed deed) {
    this.name = name;
    this.deed = deed;
  }

  @Override
  boolean play(Turn turn) throws IOException {
    return deed.on(turn);
  }

  @Override
  public String toString() {
    return name;
  }

  static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  static boolean reset(Turn turn) throws IOException {
    turn.wire().reset();
    return false;
  }

  static boolean stall(Turn turn) throws IOException {
    turn.wire().awaitLeaving();
    return false;
  }

  static boolean raw(Turn turn, String bytes) throws IOException {
    if (FINAL_STATUS.matcher(bytes).lookingAt()) {
      turn.noteStatus(Integer.parseInt(bytes.substring(9, 12)));
    }
    turn.wire().write(bytes);
    return true;
  }

  static void partOfBody(Turn turn, int declared, int sent) throws IOException {
    turn.noteStatus(200);
    String body = "{\"id\":\"" + "0".repeat(Math.max(0, declared));
    turn.wire()
        .write(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                + declared
                + "\r\n\r\n"
                + body.substring(0, sent));
  }

  static boolean hugeHeaders(Turn turn, int bytes) throws IOException {
    turn.noteStatus(200);
    turn.wire().write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n");
    String field = "X-Filler: " + "x".repeat(1000) + "\r\n";
    for (int sent = 0; sent < bytes; sent += field.length()) {
      turn.wire().write(field);
    }
    turn.wire().write("Content-Length: 2\r\n\r\n{}");
    return true;
  }

  static boolean endless(Turn turn, String first, String again) throws IOException {
    turn.noteStatus(200);
    turn.wire().write(first);
    while (true) {
      turn.wire().write(again);
    }
  }

  /** Sends an answer, from this byte on one at a time. */
  static boolean drip(Turn turn, Duration between, ResponseReply answer, int from)
      throws IOException {
    turn.noteStatus(answer.status());
    byte[] bytes = answer.bytes(turn);
    turn.wire().write(Arrays.copyOf(bytes, from));
    for (int i = from; i < bytes.length; i++) {
      turn.wire().write(new byte[] {bytes[i]});
      if (!turn.wire().staysFor(between)) {
        return false;
      }
    }
    return !answer.closes();
  }
}
