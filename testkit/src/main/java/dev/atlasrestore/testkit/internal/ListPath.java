package dev.atlasrestore.testkit.internal;

import dev.atlasrestore.ClusterRef;

/**
 * The identifiers in the path of the list of a cluster's restore jobs.
 *
 * @param group the group's id
 * @param cluster the cluster's name
 */
public record ListPath(String group, String cluster) implements AtlasPath {

  /** Returns the path of the list of this cluster. */
  public static ListPath of(ClusterRef ref) {
    return new ListPath(ref.groupId(), ref.cluster());
  }

  /** Returns the path as a client must send it. */
  public String encode(String base) {
    return base
        + "/groups/"
        + PercentEncoding.encode(group)
        + "/clusters/"
        + PercentEncoding.encode(cluster)
        + "/restoreJobs";
  }
}
