package dev.atlasrestore.internal.read;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.ClusterRef;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.codec.RestoreJobCodec.Document;
import dev.atlasrestore.codec.RestoreJobCodec.Page;
import dev.atlasrestore.exchange.HttpHeader;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.internal.text.PercentEncoding;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Creates the resources of the service: jobs, and pages of lists of jobs. A cluster's name is
 * always exactly one path segment: it is percent-encoded once, except for unreserved characters
 * (RFC 3986, section 2.3).
 */
public final class RestoreJobResources {

  /** The unreserved characters besides letters and digits. */
  private static final String UNRESERVED = "-._~";

  private static final List<HttpHeader> HEADERS =
      List.of(
          new HttpHeader("Accept", "application/json"),
          new HttpHeader("User-Agent", "atlas-restore-jobs"));

  private static final int ITEMS_PER_PAGE = 100;

  private final URI origin;
  private final String groups;
  private final String format;
  private final String pretty;

  /** Creates the resources of this service. */
  public RestoreJobResources(AtlasConfig config) {
    this.origin = HttpRequest.originOf(config.baseUri());
    this.groups = config.baseUri().getRawPath() + "/groups/";
    this.pretty = config.pretty() ? "pretty=true" : "";
    this.format = config.envelope() ? join(pretty, "envelope=true") : pretty;
  }

  private static String join(String parameter, String next) {
    return parameter.isEmpty() ? next : parameter + "&" + next;
  }

  /** Returns a job. */
  public Resource<RestoreJob> job(RestoreJobRef ref) {
    String query = format.isEmpty() ? "" : "?" + format;
    return resource(
        jobs(ref.groupId(), ref.cluster()) + "/" + ref.jobId() + query,
        ref.groupId(),
        Document::job);
  }

  /**
   * Returns one page of the list of a cluster's jobs. The request never asks for an envelope,
   * because the documentation of the service contradicts itself about envelopes of lists.
   *
   * @param batchId limits the list to the jobs of this batch
   * @param number the number of the page, from 1
   */
  public Resource<Page> page(ClusterRef cluster, Optional<String> batchId, int number) {
    String query =
        join(pretty, "pageNum=" + number + "&itemsPerPage=" + ITEMS_PER_PAGE)
            + batchId.map(id -> "&batchId=" + id).orElse("");
    return resource(
        jobs(cluster.groupId(), cluster.cluster()) + "?" + query,
        cluster.groupId(),
        Document::page);
  }

  private String jobs(String groupId, String cluster) {
    return groups
        + groupId
        + "/clusters/"
        + PercentEncoding.encode(cluster, UNRESERVED)
        + "/restoreJobs";
  }

  private <T> Resource<T> resource(String target, String groupId, Function<Document, T> content) {
    return new Resource<>(new HttpRequest("GET", origin, target, HEADERS), groupId, content);
  }
}
