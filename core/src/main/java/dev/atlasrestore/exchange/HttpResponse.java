package dev.atlasrestore.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A complete response, as a transport received it. Immutable: nothing may write to its body. */
public final class HttpResponse {

  private final int status;
  private final List<HttpHeader> headers;
  private final byte[] body;

  private HttpResponse(int status, List<HttpHeader> headers, byte[] body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  /**
   * Creates a response.
   *
   * @param status the status
   * @param headers all header fields in the order received, one element for each field line; copied
   * @param body the body after transfer decoding; not copied, so the caller must not change it
   *     afterwards
   */
  public static HttpResponse of(int status, List<HttpHeader> headers, byte[] body) {
    return new HttpResponse(status, List.copyOf(headers), Objects.requireNonNull(body, "body"));
  }

  /** Returns the status of the final response; a transport skips informational responses. */
  public int status() {
    return status;
  }

  /** Returns all header fields in the order received; unmodifiable. */
  public List<HttpHeader> headers() {
    return headers;
  }

  /** Returns the values of all fields of this name in the order received; case does not matter. */
  public List<String> headers(String name) {
    List<String> values = new ArrayList<>(1);
    for (HttpHeader header : headers) {
      if (header.is(name)) {
        values.add(header.value());
      }
    }
    return values;
  }

  /** Returns the value of the first field of this name; case does not matter. */
  public Optional<String> header(String name) {
    for (HttpHeader header : headers) {
      if (header.is(name)) {
        return Optional.of(header.value());
      }
    }
    return Optional.empty();
  }

  /** Returns the body, possibly empty. It is not a copy: do not write to it. */
  public byte[] body() {
    return body;
  }

  /** Shows the status and the body's size, but no header field and no body. */
  @Override
  public String toString() {
    return "HttpResponse[status=" + status + ", " + body.length + " bytes]";
  }
}
