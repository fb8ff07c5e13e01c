package dev.atlasrestore.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A complete answer, as a transport received it. Immutable: the body's bytes are given away to it
 * and lent out for reading only.
 */
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
   * Makes an answer.
   *
   * @param status the status
   * @param headers every field, in the order received, one element for each field line
   * @param body the body, after transfer decoding; not copied, so the caller must not touch it any
   *     more
   */
  public static HttpResponse of(int status, List<HttpHeader> headers, byte[] body) {
    return new HttpResponse(status, List.copyOf(headers), Objects.requireNonNull(body, "body"));
  }

  /** The status of the final answer; informational ones are skipped by the transport. */
  public int status() {
    return status;
  }

  /** Every field, in the order received; unmodifiable. */
  public List<HttpHeader> headers() {
    return headers;
  }

  /** The values of every field of that name, in the order received; case does not matter. */
  public List<String> headers(String name) {
    List<String> values = new ArrayList<>(1);
    for (HttpHeader header : headers) {
      if (header.is(name)) {
        values.add(header.value());
      }
    }
    return values;
  }

  /** The value of the first field of that name. */
  public Optional<String> header(String name) {
    for (HttpHeader header : headers) {
      if (header.is(name)) {
        return Optional.of(header.value());
      }
    }
    return Optional.empty();
  }

  /** The body, possibly empty. Not a copy: read it, never write to it. */
  public byte[] body() {
    return body;
  }

  /** Shows status and size, no header and no body. */
  @Override
  public String toString() {
    return "HttpResponse[status=" + status + ", " + body.length + " bytes]";
  }
}
