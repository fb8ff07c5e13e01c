package dev.atlasrestore.testkit;

import dev.atlasrestore.exchange.HttpHeader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One connection at the server's end: reads requests, writes bytes, and notices when the client
 * leaves.
 */
final class Wire {

  private static final int MAX_HEAD = 256 * 1024;

  private final Socket socket;
  private final PushbackInputStream in;
  private final OutputStream out;

  Wire(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new PushbackInputStream(new BufferedInputStream(socket.getInputStream()));
    this.out = socket.getOutputStream();
  }

  /** The head of a request. */
  record Head(String method, String target, List<HttpHeader> headers) {

    boolean wantsClose() {
      return headers.stream()
          .anyMatch(field -> field.is("Connection") && field.value().equalsIgnoreCase("close"));
    }
  }

  /** The next request; empty if the client has left. */
  Optional<Head> read() throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.length() < 4 || !text.substring(text.length() - 4).equals("\r\n\r\n")) {
      int b = in.read();
      if (b < 0) {
        return Optional.empty();
      }
      text.append((char) b);
      if (text.length() > MAX_HEAD) {
        throw new IOException("the request's head is too long");
      }
    }
    String[] lines = text.toString().split("\r\n", -1);
    String[] words = lines[0].split(" ", -1);
    if (words.length != 3) {
      throw new IOException("no request line");
    }
    List<HttpHeader> fields = new ArrayList<>();
    for (int i = 1; i < lines.length && !lines[i].isEmpty(); i++) {
      int colon = lines[i].indexOf(':');
      fields.add(
          new HttpHeader(lines[i].substring(0, colon), lines[i].substring(colon + 1).strip()));
    }
    return Optional.of(new Head(words[0], words[1], fields));
  }

  void write(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  void write(String text) throws IOException {
    write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /**
   * Waits until the client leaves, or this long; says whether it left. Bytes that come meanwhile
   * stay to be read.
   */
  boolean isLeftWithin(Duration time) throws IOException {
    long millis = time.toMillis();
    if (millis == 0) {
      return false;
    }
    socket.setSoTimeout((int) Math.min(Integer.MAX_VALUE, millis));
    try {
      int b = in.read();
      if (b >= 0) {
        in.unread(b);
      }
      return b < 0;
    } catch (SocketTimeoutException stillThere) {
      return false;
    } finally {
      socket.setSoTimeout(0);
    }
  }

  /** Waits until the client leaves. */
  void awaitLeaving() throws IOException {
    while (in.read() >= 0) {
      // what the client still says is not heard
    }
  }

  /** Makes closing a reset. */
  void resetOnClose() throws IOException {
    socket.setSoLinger(true, 0);
  }
}
