package dev.atlasrestore.testkit;

import dev.atlasrestore.exchange.HttpHeader;
import dev.atlasrestore.testkit.internal.ReasonPhrases;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A whole HTTP response: a status, header fields, a body. When the server sends it, it adds {@code
 * Date} and {@code Content-Length} fields unless the response has them already.
 *
 * <p>Immutable. Every method that sets something returns a changed copy.
 */
public final class ResponseReply extends Reply {

  private static final int NOT_CHUNKED = 0;
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
      throw new IllegalArgumentException("status must be from 200 to 999, but is " + status);
    }
    return new ResponseReply(status, List.of(), new byte[0], NOT_CHUNKED);
  }

  /**
   * Adds a header field. Fields with the same name are kept, in order.
   *
   * @throws IllegalArgumentException if the name or the value has a line break; see {@link
   *     Hostile#raw(String)}
   */
  public ResponseReply header(String name, String value) {
    if ((name + value).chars().anyMatch(c -> c == '\r' || c == '\n')) {
      throw new IllegalArgumentException(
          "a header field must not contain line breaks; use Hostile.raw to send some");
    }
    List<HttpHeader> more = new ArrayList<>(fields);
    more.add(new HttpHeader(name, value));
    return new ResponseReply(status, more, body, chunkSize);
  }

  /** Sets the body to this text, in UTF-8. */
  public ResponseReply body(String text) {
    return body(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Sets the body to a copy of these bytes. */
  public ResponseReply body(byte[] bytes) {
    return new ResponseReply(status, fields, bytes.clone(), chunkSize);
  }

  /** Sets the body to this JSON document and adds {@code Content-Type: application/json}. */
  public ResponseReply jsonBody(String json) {
    return header("Content-Type", "application/json").body(json);
  }

  /**
   * Sends the body in chunks of this many bytes, without {@code Content-Length}.
   *
   * @throws IllegalArgumentException if {@code size} is less than 1
   */
  public ResponseReply chunked(int size) {
    if (size < 1) {
      throw new IllegalArgumentException("size must be at least 1, but is " + size);
    }
    return new ResponseReply(status, fields, body, size);
  }

  /** Returns the status. */
  public int status() {
    return status;
  }

  /** Returns the body, decoded as UTF-8. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  byte[] content() {
    return body.clone();
  }

  /** Shows the status and the size of the body. */
  @Override
  public String toString() {
    return status + " (" + body.length + " bytes)";
  }

  @Override
  boolean send(Exchange exchange) throws IOException {
    exchange.recordStatus(status);
    exchange.connection().write(bytes(exchange));
    return !closesConnection();
  }

  @Override
  boolean isBeforeDigest() {
    return false;
  }

  /** Returns whether the response has a {@code Connection: close} field. */
  boolean closesConnection() {
    return fields.stream().anyMatch(f -> f.is("Connection") && f.value().equalsIgnoreCase("close"));
  }

  /** Returns the bytes of the whole message. */
  byte[] bytes(Exchange exchange) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(head(exchange).getBytes(StandardCharsets.ISO_8859_1));
    if (mayHaveBody() && !exchange.request().method().equals("HEAD")) {
      bytes.writeBytes(chunkSize == NOT_CHUNKED ? body : chunks());
    }
    return bytes.toByteArray();
  }

  /** Returns the status line, the fields and the empty line, one character for each byte. */
  String head(Exchange exchange) {
    StringBuilder head = new StringBuilder();
    head.append("HTTP/1.1 ").append(status).append(' ');
    head.append(ReasonPhrases.of(status)).append("\r\n");
    if (!has("Date")) {
      head.append("Date: ").append(date(exchange.now())).append("\r\n");
    }
    for (HttpHeader field : fields) {
      head.append(field.name()).append(": ").append(field.value()).append("\r\n");
    }
    if (mayHaveBody() && chunkSize != NOT_CHUNKED) {
      head.append("Transfer-Encoding: chunked\r\n");
    } else if (mayHaveBody() && !has("Content-Length")) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    return head.append("\r\n").toString();
  }

  /** Formats a date for a header field. */
  static String date(Instant time) {
    return IMF_FIXDATE.format(time);
  }

  /** RFC 9110, section 6.4.1. */
  private boolean mayHaveBody() {
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
}
