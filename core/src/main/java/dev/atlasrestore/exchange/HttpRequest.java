package dev.atlasrestore.exchange;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A request without a body. A runner sends the target byte for byte as it is, because the digest
 * signs it.
 *
 * @param method the method, {@code GET}
 * @param uri the address; its path and query are already encoded
 * @param headers the header fields to send, in order; they replace header fields of the same name
 *     that a native client would add
 */
public record HttpRequest(String method, URI uri, List<HttpHeader> headers) {

  /** Copies the list. */
  public HttpRequest {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(uri, "uri");
    headers = List.copyOf(headers);
  }

  /** Returns a {@code GET} request without header fields. */
  public static HttpRequest get(URI uri) {
    return new HttpRequest("GET", uri, List.of());
  }

  /** Returns a copy in which this field replaces every field of the same name. */
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

  /** Returns the request target (RFC 9112, section 3.2.1): the raw path and the raw query. */
  public String target() {
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
  }

  /**
   * Shows the method, the scheme, the host and the names of the header fields. The path, the query
   * and the values are not shown: those of a download link are secrets.
   */
  @Override
  public String toString() {
    return "HttpRequest[%s %s://%s, %s]"
        .formatted(
            method,
            uri.getScheme(),
            uri.getHost(),
            headers.stream().map(HttpHeader::name).toList());
  }
}
