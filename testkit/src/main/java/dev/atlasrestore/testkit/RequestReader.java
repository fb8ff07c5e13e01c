package dev.atlasrestore.testkit;

import dev.atlasrestore.exchange.HttpHeader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads requests (RFC 9112, sections 2 to 6) and refuses what it need not understand: anything
 * large, and anything that two parties could read in two ways. Bodies are read and dropped.
 */
final class RequestReader {

  private static final int MAX_HEAD = 256 * 1024;
  private static final int MAX_BODY = 64 * 1024;
  private static final byte[] END_OF_HEAD = {'\r', '\n', '\r', '\n'};
  private static final String NAME = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

  private final InputStream in;

  RequestReader(InputStream in) {
    this.in = in;
  }

  /** The next request, its body behind it; empty if the client has left between two requests. */
  Optional<Head> next() throws IOException {
    Optional<String> text = head();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Head head = parsed(text.get());
    skipBody(head);
    return Optional.of(head);
  }

  private Optional<String> head() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    int matched = 0;
    while (matched < END_OF_HEAD.length) {
      int b = in.read();
      if (b < 0) {
        return Optional.empty();
      }
      bytes.write(b);
      if (bytes.size() == 1 && b < ' ') {
        throw new BadRequest(400, "this is no HTTP; a greeting of TLS perhaps");
      }
      if (bytes.size() > MAX_HEAD) {
        throw new BadRequest(431, "the request's head is longer than " + MAX_HEAD + " bytes");
      }
      matched = b == END_OF_HEAD[matched] ? matched + 1 : b == '\r' ? 1 : 0;
    }
    return Optional.of(bytes.toString(StandardCharsets.ISO_8859_1));
  }

  private static Head parsed(String text) throws BadRequest {
    String[] lines = text.split("\r\n", -1);
    String[] words = lines[0].split(" ", -1);
    if (words.length != 3 || words[1].isEmpty() || !words[2].matches("HTTP/1\\.[01]")) {
      throw new BadRequest(400, "no request line of HTTP/1.1");
    }
    List<HttpHeader> fields = new ArrayList<>();
    for (int i = 1; i < lines.length && !lines[i].isEmpty(); i++) {
      int colon = lines[i].indexOf(':');
      if (colon < 0 || !lines[i].substring(0, colon).matches(NAME)) {
        throw new BadRequest(400, "line " + i + " is no header field");
      }
      fields.add(
          new HttpHeader(lines[i].substring(0, colon), lines[i].substring(colon + 1).strip()));
    }
    return new Head(words[0], words[1], words[2], fields);
  }

  private void skipBody(Head head) throws IOException {
    if (!head.values("Transfer-Encoding").isEmpty()) {
      throw new BadRequest(501, "requests in chunks are not understood");
    }
    List<String> lengths = head.values("Content-Length");
    if (lengths.isEmpty()) {
      return;
    }
    if (lengths.size() > 1 || !lengths.get(0).matches("\\d{1,9}")) {
      throw new BadRequest(400, "no single Content-Length");
    }
    int length = Integer.parseInt(lengths.get(0));
    if (length > MAX_BODY) {
      throw new BadRequest(413, "the request's body is longer than " + MAX_BODY + " bytes");
    }
    if (in.readNBytes(length).length < length) {
      throw new BadRequest(400, "the request's body is cut short");
    }
  }

  /** A request that is refused before anybody looks at it. */
  static final class BadRequest extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;

    private BadRequest(int status, String why) {
      super(why);
      this.status = status;
    }

    int status() {
      return status;
    }

    String why() {
      return String.valueOf(getMessage());
    }
  }
}
