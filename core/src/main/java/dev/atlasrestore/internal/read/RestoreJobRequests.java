package dev.atlasrestore.internal.read;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.exchange.HttpHeader;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.internal.text.PercentEncoding;
import java.net.URI;
import java.util.List;

/**
 * Builds the request that reads one restore job. A cluster's name is always exactly one path
 * segment: it is percent-encoded once, except for unreserved characters (RFC 3986, section 2.3).
 */
final class RestoreJobRequests {

  /** The unreserved characters besides letters and digits. */
  private static final String UNRESERVED = "-._~";

  private static final List<HttpHeader> HEADERS =
      List.of(
          new HttpHeader("Accept", "application/json"),
          new HttpHeader("User-Agent", "atlas-restore-jobs"));

  private final String groups;
  private final String query;

  RestoreJobRequests(AtlasConfig config) {
    this.groups = config.baseUri() + "/groups/";
    this.query = query(config.pretty(), config.envelope());
  }

  private static String query(boolean pretty, boolean envelope) {
    if (pretty) {
      return envelope ? "?pretty=true&envelope=true" : "?pretty=true";
    }
    return envelope ? "?envelope=true" : "";
  }

  /** Returns the unsigned request for a job. */
  HttpRequest get(RestoreJobRef ref) {
    String uri =
        groups
            + ref.groupId()
            + "/clusters/"
            + PercentEncoding.encode(ref.cluster(), UNRESERVED)
            + "/restoreJobs/"
            + ref.jobId()
            + query;
    return new HttpRequest("GET", URI.create(uri), HEADERS);
  }
}
