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
 * @param origin the scheme, the host and, unless it is the default one, the port of the server. It
 *     is the same for all requests to the API, so that a runner can keep what it derives from it
 * @param target the request target (RFC 9112, section 3.2.1): the path and the query, both encoded
 * @param headers the header fields to send, in order; they replace header fields of the same name
 *     that a native client would add
 */
public record HttpRequest(String method, URI origin, String target, List<HttpHeader> headers) {

  /** Copies the list. */
  public HttpRequest {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(origin, "origin");
    Objects.requireNonNull(target, "target");
    headers = List.copyOf(headers);
  }

  /** Returns a {@code GET} request without header fields. */
  public static HttpRequest get(URI uri) {
    return get(uri, List.of());
  }

  /** Returns a {@code GET} request with these header fields. */
  public static HttpRequest get(URI uri, List<HttpHeader> headers) {
    return new HttpRequest("GET", originOf(uri), targetOf(uri), headers);
  }

  /** Returns the origin of an absolute URI, without its path and query. */
  public static URI originOf(URI uri) {
    return URI.create(uri.getScheme() + "://" + uri.getRawAuthority());
  }

  private static String targetOf(URI uri) {
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
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
    return new HttpRequest(method, origin, target, changed);
  }

  /** Returns the whole address: the origin and the target. Parses it anew at each call. */
  public URI uri() {
    return URI.create(origin + target);
  }

  /**
   * Shows the method, the scheme, the host and the names of the header fields. The target and the
   * values are not shown: those of a download link are secrets.
   */
  @Override
  public String toString() {
    return "HttpRequest[%s %s://%s, %s]"
        .formatted(
            method,
            origin.getScheme(),
            origin.getHost(),
            headers.stream().map(HttpHeader::name).toList());
  }
}
