package dev.atlasrestore.testkit;

import dev.atlasrestore.exchange.HttpHeader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A whole answer: a status, fields, a body. Immutable; every method gives a changed copy. {@code
 * Date} and {@code Content-Length} are added when it is sent, unless they are given.
 */
public final class ResponseReply extends Reply {

  private static final int NO_CHUNKS = 0;
  private static final DateTimeFormatter IMF_FIXDATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private final int status;
  private final List<HttpHeader> fields;
  private final byte[] body;
  private final int chunkSize;

  private ResponseReply(int status, List<HttpHeader> fields, byte[] body, int chunkSize) {
    this.status = status;
    this.fields = List.copyOf(fields);
    this.body = body;
    this.chunkSize = chunkSize;
  }

  static ResponseReply of(int status) {
    if (status < 200 || status > 999) {
      throw new IllegalArgumentException("no final status: " + status);
    }
    return new ResponseReply(status, List.of(), new byte[0], NO_CHUNKS);
  }

  /**
   * One more field.
   *
   * @throws IllegalArgumentException if it would not stay one field; see {@link Hostile#raw}
   */
  public ResponseReply header(String name, String value) {
    if ((name + value).chars().anyMatch(c -> c == '\r' || c == '\n')) {
      throw new IllegalArgumentException("line breaks in a field: use Hostile.raw");
    }
    List<HttpHeader> more = new ArrayList<>(fields);
    more.add(new HttpHeader(name, value));
    return new ResponseReply(status, more, body, chunkSize);
  }

  /** This text as the body, in UTF-8. */
  public ResponseReply body(String text) {
    return body(text.getBytes(StandardCharsets.UTF_8));
  }

  /** These bytes as the body; copied. */
  public ResponseReply body(byte[] bytes) {
    return new ResponseReply(status, fields, bytes.clone(), chunkSize);
  }

  /** This JSON as the body, labelled as such. */
  public ResponseReply jsonBody(String json) {
    return header("Content-Type", "application/json").body(json);
  }

  /**
   * Sends the body in chunks of this many bytes, without {@code Content-Length}.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public ResponseReply chunked(int size) {
    if (size < 1) {
      throw new IllegalArgumentException("a chunk holds at least one byte");
    }
    return new ResponseReply(status, fields, body, size);
  }

  /** The status. */
  public int status() {
    return status;
  }

  /** The body, read as UTF-8. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  byte[] content() {
    return body.clone();
  }

  /** Shows the status and the size. */
  @Override
  public String toString() {
    return status + " (" + body.length + " bytes)";
  }

  @Override
  boolean play(Turn turn) throws IOException {
    turn.noteStatus(status);
    turn.wire().write(bytes(turn));
    return !closes();
  }

  boolean closes() {
    return fields.stream().anyMatch(f -> f.is("Connection") && f.value().equalsIgnoreCase("close"));
  }

  byte[] bytes(Turn turn) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(head(turn).getBytes(StandardCharsets.ISO_8859_1));
    if (hasBody() && !turn.head().method().equals("HEAD")) {
      bytes.writeBytes(chunkSize == NO_CHUNKS ? body : chunks());
    }
    return bytes.toByteArray();
  }

  /** Status line, fields and the empty line; one character for each byte. */
  String head(Turn turn) {
    StringBuilder head = new StringBuilder();
    head.append("HTTP/1.1 ").append(status).append(' ').append(phrase(status)).append("\r\n");
    if (!has("Date")) {
      head.append("Date: ").append(IMF_FIXDATE.format(turn.now())).append("\r\n");
    }
    for (HttpHeader field : fields) {
      head.append(field.name()).append(": ").append(field.value()).append("\r\n");
    }
    if (hasBody() && chunkSize != NO_CHUNKS) {
      head.append("Transfer-Encoding: chunked\r\n");
    } else if (hasBody() && !has("Content-Length")) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    return head.append("\r\n").toString();
  }

  /** RFC 9110, section 6.4.1. */
  private boolean hasBody() {
    return status != 204 && status != 304;
  }

  private boolean has(String name) {
    return fields.stream().anyMatch(field -> field.is(name));
  }

  private byte[] chunks() {
    ByteArrayOutputStream chunks = new ByteArrayOutputStream();
    for (int from = 0; from < body.length; from += chunkSize) {
      int size = Math.min(chunkSize, body.length - from);
      chunks.writeBytes((Integer.toHexString(size) + "\r\n").getBytes(StandardCharsets.US_ASCII));
      chunks.write(body, from, size);
      chunks.writeBytes(new byte[] {'\r', '\n'});
    }
    chunks.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    return chunks.toByteArray();
  }

  /** The reason phrase, which is also what the service's errors call their reason. */
  static String phrase(int status) {
    return switch (status) {
      case 200 -> "OK";
      case 204 -> "No Content";
      case 301 -> "Moved Permanently";
      case 302 -> "Found";
      case 303 -> "See Other";
      case 307 -> "Temporary Redirect";
      case 308 -> "Permanent Redirect";
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 402 -> "Payment Required";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 407 -> "Proxy Authentication Required";
      case 408 -> "Request Timeout";
      case 409 -> "Conflict";
      case 410 -> "Gone";
      case 429 -> "Too Many Requests";
      case 500 -> "Internal Server Error";
      case 502 -> "Bad Gateway";
      case 503 -> "Service Unavailable";
      case 504 -> "Gateway Timeout";
      default -> "Status";
    };
  }
}
