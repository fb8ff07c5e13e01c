package dev.atlasrestore.testkit.internal;

import dev.atlasrestore.RestoreJobRef;
import java.util.Optional;

/**
 * The identifiers in the path of a restore job, percent-decoded once. Unlike a {@link
 * RestoreJobRef}, the identifiers may be malformed.
 *
 * @param group the group's id
 * @param cluster the cluster's name
 * @param job the job's id
 */
public record JobPath(String group, String cluster, String job) {

  private static final String ID = "[0-9a-fA-F]{24}";

  /** Returns the path of this job. */
  public static JobPath of(RestoreJobRef ref) {
    return new JobPath(ref.groupId(), ref.cluster(), ref.jobId());
  }

  /**
   * Parses {@code {base}/groups/…/clusters/…/restoreJobs/…}.
   *
   * @return empty if the path names another resource
   */
  public static Optional<JobPath> parse(String path, String base) {
    if (!path.startsWith(base + "/groups/")) {
      return Optional.empty();
    }
    String[] elements = path.substring(base.length()).split("/", -1);
    if (elements.length != 7
        || !elements[3].equals("clusters")
        || !elements[5].equals("restoreJobs")) {
      return Optional.empty();
    }
    Optional<String> group = PercentEncoding.decode(elements[2]);
    Optional<String> cluster = PercentEncoding.decode(elements[4]);
    Optional<String> job = PercentEncoding.decode(elements[6]);
    return group.isEmpty() || cluster.isEmpty() || job.isEmpty()
        ? Optional.empty()
        : Optional.of(new JobPath(group.get(), cluster.get(), job.get()));
  }

  /** Returns the path as a client must send it. */
  public String encode(String base) {
    return base
        + "/groups/"
        + PercentEncoding.encode(group)
        + "/clusters/"
        + PercentEncoding.encode(cluster)
        + "/restoreJobs/"
        + PercentEncoding.encode(job);
  }

  /** Returns whether the group's id is well-formed. */
  public boolean hasValidGroup() {
    return group.matches(ID);
  }

  /** Returns whether the job's id is well-formed. */
  public boolean hasValidJob() {
    return job.matches(ID);
  }

  /** Returns whether both paths name the same group and cluster. */
  public boolean hasSameCluster(JobPath other) {
    return hasSameGroup(other) && cluster.equals(other.cluster);
  }

  /** Returns whether both paths name the same group. */
  public boolean hasSameGroup(JobPath other) {
    return group.equals(other.group);
  }
}
