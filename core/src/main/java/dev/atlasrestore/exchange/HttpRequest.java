package dev.atlasrestore.exchange;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A request without a body. A runner sends the target byte for byte as it is: it is part of what
 * the digest signs.
 *
 * @param method the method, {@code GET}
 * @param uri where to send it; path and query are encoded already
 * @param headers the header fields to send, in order; set, not added to what the client has
 */
public record HttpRequest(String method, URI uri, List<HttpHeader> headers) {

  /** Copies the list. */
  public HttpRequest {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(uri, "uri");
    headers = List.copyOf(headers);
  }

  /** A {@code GET} without header fields. */
  public static HttpRequest get(URI uri) {
    return new HttpRequest("GET", uri, List.of());
  }

  /** The same request with this field in place of any of that name. */
  public HttpRequest withHeader(String name, String value) {
    List<HttpHeader> changed = new ArrayList<>(headers.size() + 1);
    for (HttpHeader header : headers) {
      if (!header.is(name)) {
        changed.add(header);
      }
    }
    changed.add(new HttpHeader(name, value));
    return new HttpRequest(method, uri, changed);
  }

  /**
   * The request target as it goes on the wire (RFC 9112, section 3.2.1): raw path and raw query.
   */
  public String target() {
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
  }
}
