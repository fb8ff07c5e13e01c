package dev.atlasrestore.testkit.internal;

import dev.atlasrestore.exchange.HttpHeader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads requests (RFC 9112, sections 2 to 6). Rejects large requests and requests that two parties
 * could parse differently. Reads and discards request bodies.
 */
public final class RequestReader {

  private static final int MAX_HEAD = 256 * 1024;
  private static final int MAX_BODY = 64 * 1024;
  private static final byte[] END_OF_HEAD = {'\r', '\n', '\r', '\n'};
  private static final String FIELD_NAME = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

  private final InputStream in;

  RequestReader(InputStream in) {
    this.in = in;
  }

  /**
   * Reads the next request, including its body.
   *
   * @return the request's head; empty if the client closed the connection first
   * @throws BadRequest if the request is rejected
   */
  Optional<RequestHead> next() throws IOException {
    Optional<String> text = readHead();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    RequestHead head = parse(text.get());
    skipBody(head);
    return Optional.of(head);
  }

  private Optional<String> readHead() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    int matched = 0;
    while (matched < END_OF_HEAD.length) {
      int b = in.read();
      if (b < 0) {
        return Optional.empty();
      }
      bytes.write(b);
      if (bytes.size() == 1 && b < ' ') {
        throw new BadRequest(400, "this is not HTTP; it may be a TLS handshake");
      }
      if (bytes.size() > MAX_HEAD) {
        throw new BadRequest(431, "the request's head is longer than " + MAX_HEAD + " bytes");
      }
      matched = b == END_OF_HEAD[matched] ? matched + 1 : b == '\r' ? 1 : 0;
    }
    return Optional.of(bytes.toString(StandardCharsets.ISO_8859_1));
  }

  private static RequestHead parse(String text) throws BadRequest {
    String[] lines = text.split("\r\n", -1);
    String[] words = lines[0].split(" ", -1);
    if (words.length != 3 || words[1].isEmpty() || !words[2].matches("HTTP/1\\.[01]")) {
      throw new BadRequest(400, "the first line is not a request line of HTTP/1.1");
    }
    List<HttpHeader> fields = new ArrayList<>();
    for (int i = 1; i < lines.length && !lines[i].isEmpty(); i++) {
      int colon = lines[i].indexOf(':');
      if (colon < 0 || !lines[i].substring(0, colon).matches(FIELD_NAME)) {
        throw new BadRequest(400, "line " + i + " is not a header field");
      }
      fields.add(
          new HttpHeader(lines[i].substring(0, colon), lines[i].substring(colon + 1).strip()));
    }
    return new RequestHead(words[0], words[1], words[2], fields);
  }

  private void skipBody(RequestHead head) throws IOException {
    if (!head.values("Transfer-Encoding").isEmpty()) {
      throw new BadRequest(501, "chunked requests are not supported");
    }
    List<String> lengths = head.values("Content-Length");
    if (lengths.isEmpty()) {
      return;
    }
    if (lengths.size() > 1 || !lengths.get(0).matches("\\d{1,9}")) {
      throw new BadRequest(400, "Content-Length must be a single number");
    }
    int length = Integer.parseInt(lengths.get(0));
    if (length > MAX_BODY) {
      throw new BadRequest(413, "the request's body is longer than " + MAX_BODY + " bytes");
    }
    if (in.readNBytes(length).length < length) {
      throw new BadRequest(400, "the request's body is shorter than its Content-Length");
    }
  }

  /** The request was rejected before any reply was chosen. */
  public static final class BadRequest extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String reason;

    private BadRequest(int status, String reason) {
      super(reason);
      this.status = status;
      this.reason = reason;
    }

    /** Returns the status of the response to this request. */
    public int status() {
      return status;
    }

    /** Returns the reason, for the body of the response. */
    public String reason() {
      return reason;
    }
  }
}
