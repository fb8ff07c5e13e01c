package dev.atlasrestore.internal.download;

import dev.atlasrestore.Delivery;
import dev.atlasrestore.exchange.HttpHeader;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.internal.text.Hosts;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The link of a download: the address, and the header field that may be sent to the origin of this
 * address only. No credential of the API is ever sent to it. Neither the address nor the field
 * appears in a message.
 */
public final class DownloadLink {

  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern FIELD_VALUE = Pattern.compile("[\\x20-\\x7e\\t]+");

  private static final int MAX_PORT = 65_535;

  /** Header fields that HTTP itself or this library sets. */
  private static final Set<String> RESERVED =
      Set.of(
          "accept-encoding",
          "connection",
          "content-length",
          "expect",
          "host",
          "if-range",
          "range",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private static final List<HttpHeader> HEADERS =
      List.of(
          new HttpHeader("Accept", "*/*"),
          new HttpHeader("Accept-Encoding", "identity"),
          new HttpHeader("User-Agent", "atlas-restore-jobs"));

  private final URI address;
  private final Optional<HttpHeader> credential;
  private final String origin;
  private final boolean allowPlainHttp;

  private DownloadLink(
      URI address, Optional<HttpHeader> credential, String origin, boolean allowPlainHttp) {
    this.address = address;
    this.credential = credential;
    this.origin = origin;
    this.allowPlainHttp = allowPlainHttp;
  }

  /** A link that must not be requested. The message contains the reason, but not the link. */
  public static final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  /**
   * Returns the link of a delivery: {@code urlV2} if the delivery also has its header field,
   * otherwise {@code url}.
   *
   * @param allowPlainHttp whether plain {@code http} to another machine is allowed
   * @throws RefusedException if there is no link, or it must not be requested
   */
  public static DownloadLink of(Delivery delivery, boolean allowPlainHttp) throws RefusedException {
    Optional<String> withField = present(delivery.urlV2());
    Optional<String> name = present(delivery.authHeader());
    Optional<String> value = present(delivery.authValue());
    if (withField.isPresent() && name.isPresent() && value.isPresent()) {
      URI address = parse(withField.get(), allowPlainHttp);
      return new DownloadLink(
          address,
          Optional.of(credential(name.get(), value.get())),
          origin(address),
          allowPlainHttp);
    }
    URI address =
        parse(
            present(delivery.url())
                .orElseThrow(
                    () ->
                        new RefusedException(
                            "the job has a link without its header field; read the job again")),
            allowPlainHttp);
    return new DownloadLink(address, Optional.empty(), origin(address), allowPlainHttp);
  }

  private static Optional<String> present(Optional<String> text) {
    return text.map(String::strip).filter(value -> !value.isEmpty());
  }

  private static HttpHeader credential(String name, String value) throws RefusedException {
    if (!TOKEN.matcher(name).matches() || !FIELD_VALUE.matcher(value).matches()) {
      throw new RefusedException("the header field of the link is malformed");
    }
    if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
      throw new RefusedException("the header field of the link is reserved for HTTP itself");
    }
    return new HttpHeader(name, value);
  }

  private static URI parse(String text, boolean allowPlainHttp) throws RefusedException {
    try {
      return check(new URI(text), allowPlainHttp);
    } catch (URISyntaxException e) {
      throw new RefusedException("the link is not a URI");
    }
  }

  private static URI check(URI link, boolean allowPlainHttp) throws RefusedException {
    String scheme = link.getScheme() == null ? "" : link.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !scheme.equals("http")) {
      throw new RefusedException("the link is not an http or https address");
    }
    if (link.getHost() == null) {
      throw new RefusedException("the link has no host, or a host with an invalid name");
    }
    if (Hosts.hasZone(link.getHost())) {
      throw new RefusedException("the link has an IPv6 address with a zone");
    }
    if (link.getPort() > MAX_PORT) {
      throw new RefusedException("the link has a port above " + MAX_PORT);
    }
    if (link.getRawUserInfo() != null) {
      throw new RefusedException("the link contains user info");
    }
    if (scheme.equals("http") && !allowPlainHttp && !Hosts.isLoopback(link.getHost())) {
      throw new RefusedException(
          "the link uses plain http, which would expose the data to the network; allow it with"
              + " AtlasConfig.withPlainHttp(true)");
    }
    return link;
  }

  private static String origin(URI address) {
    String scheme = address.getScheme().toLowerCase(Locale.ROOT);
    int defaultPort = scheme.equals("https") ? 443 : 80;
    int port = address.getPort() < 0 ? defaultPort : address.getPort();
    return scheme + "://" + address.getHost().toLowerCase(Locale.ROOT) + ":" + port;
  }

  /**
   * Returns the link that a redirect leads to.
   *
   * @param location the value of the field {@code Location}
   * @throws RefusedException if the redirect must not be followed
   */
  public DownloadLink redirect(String location) throws RefusedException {
    URI next;
    try {
      next = check(resolve(new URI(location.strip())), allowPlainHttp);
    } catch (URISyntaxException e) {
      throw new RefusedException("the target of the redirect is not a URI");
    }
    if (address.getScheme().equalsIgnoreCase("https")
        && !next.getScheme().equalsIgnoreCase("https")) {
      throw new RefusedException("the redirect leads from https to http");
    }
    return new DownloadLink(next, credential, origin, allowPlainHttp);
  }

  /**
   * Resolves a reference to a path or a query as RFC 3986, section 5.2.2, requires; {@link
   * URI#resolve} follows RFC 2396. A reference with a host keeps its path as it is.
   */
  private URI resolve(URI reference) throws URISyntaxException {
    if (reference.isAbsolute()) {
      return reference;
    }
    String scheme = address.getScheme() + ":";
    if (reference.getRawAuthority() != null) {
      return new URI(scheme + reference);
    }
    String base = "/" + address.getRawPath().replaceFirst("^/", "");
    String path = reference.getRawPath();
    String query = reference.getRawQuery();
    if (path.isEmpty()) {
      path = base;
      query = query == null ? address.getRawQuery() : query;
    } else {
      path =
          withoutDotSegments(
              path.startsWith("/") ? path : base.substring(0, base.lastIndexOf('/') + 1) + path);
    }
    return new URI(
        scheme + "//" + address.getRawAuthority() + path + (query == null ? "" : "?" + query));
  }

  /**
   * Removes the segments {@code .} and {@code ..} (RFC 3986, section 5.2.4). Keeps empty segments.
   *
   * @param path begins with a slash
   */
  private static String withoutDotSegments(String path) {
    Deque<String> kept = new ArrayDeque<>();
    String[] segments = path.substring(1).split("/", -1);
    for (int i = 0; i < segments.length; i++) {
      boolean up = segments[i].equals("..");
      if (up) {
        kept.pollLast();
      }
      boolean dots = up || segments[i].equals(".");
      if (!dots) {
        kept.addLast(segments[i]);
      } else if (i == segments.length - 1) {
        kept.addLast("");
      }
    }
    return "/" + String.join("/", kept);
  }

  /**
   * Returns the request. It has the header field of the link only if it goes to the link's own
   * origin.
   */
  public HttpRequest request() {
    HttpRequest request = HttpRequest.get(address, HEADERS);
    return credential.isPresent() && origin(address).equals(origin)
        ? request.withHeader(credential.get().name(), credential.get().value())
        : request;
  }

  /** Returns host and port, for messages. */
  public String authority() {
    return origin(address).replaceFirst("^https?://", "");
  }

  /** Returns the last segment of the path, decoded; possibly empty. */
  public String fileName() {
    String path = address.getPath() == null ? "" : address.getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Shows the host only. */
  @Override
  public String toString() {
    return "DownloadLink[" + authority() + "]";
  }
}
