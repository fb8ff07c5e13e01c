package dev.atlasrestore.internal.request;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.exchange.HttpHeader;
import dev.atlasrestore.exchange.HttpRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Makes the request that reads one restore job. Every path element is percent-encoded once (RFC
 * 3986, section 2.1), so whatever a cluster is called, it stays one segment.
 */
public final class RestoreJobRequests {

  private static final String HEX = "0123456789ABCDEF";
  private static final List<HttpHeader> HEADERS =
      List.of(
          new HttpHeader("Accept", "application/json"),
          new HttpHeader("User-Agent", "atlas-restore-jobs"));

  private final String groups;
  private final String query;

  /** Requests to the configured service. */
  public RestoreJobRequests(AtlasConfig config) {
    this.groups = config.baseUri() + "/groups/";
    this.query = query(config.pretty(), config.envelope());
  }

  private static String query(boolean pretty, boolean envelope) {
    if (pretty) {
      return envelope ? "?pretty=true&envelope=true" : "?pretty=true";
    }
    return envelope ? "?envelope=true" : "";
  }

  /** The unsigned request for this job. */
  public HttpRequest get(RestoreJobRef ref) {
    String uri =
        groups
            + ref.groupId()
            + "/clusters/"
            + segment(ref.cluster())
            + "/restoreJobs/"
            + ref.jobId()
            + query;
    return new HttpRequest("GET", URI.create(uri), HEADERS);
  }

  static String segment(String text) {
    return isUnreserved(text) ? text : encoded(text);
  }

  private static boolean isUnreserved(String text) {
    boolean unreserved = true;
    for (int i = 0; unreserved && i < text.length(); i++) {
      unreserved = isUnreserved(text.charAt(i));
    }
    return unreserved;
  }

  private static String encoded(String text) {
    StringBuilder encoded = new StringBuilder(text.length() + 16);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      if (isUnreserved(c)) {
        encoded.append(c);
      } else {
        encoded.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xF));
      }
    }
    return encoded.toString();
  }

  /** RFC 3986, section 2.3. */
  private static boolean isUnreserved(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "-._~".indexOf(c) >= 0;
  }
}
