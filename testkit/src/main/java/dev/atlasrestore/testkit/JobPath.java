package dev.atlasrestore.testkit;

import dev.atlasrestore.RestoreJobRef;
import java.util.Optional;

/**
 * What a path says it wants, each element decoded once; unlike a {@link RestoreJobRef}, it may be
 * wrong.
 */
record JobPath(String group, String cluster, String job) {

  private static final String ID = "[0-9a-fA-F]{24}";

  static JobPath of(RestoreJobRef ref) {
    return new JobPath(ref.groupId(), ref.cluster(), ref.jobId());
  }

  /** Reads {@code {base}/groups/…/clusters/…/restoreJobs/…}; empty if it is another resource. */
  static Optional<JobPath> of(String path, String base) {
    if (!path.startsWith(base + "/groups/")) {
      return Optional.empty();
    }
    String[] elements = path.substring(base.length()).split("/", -1);
    if (elements.length != 7
        || !elements[3].equals("clusters")
        || !elements[5].equals("restoreJobs")) {
      return Optional.empty();
    }
    Optional<String> group = Percent.decoded(elements[2]);
    Optional<String> cluster = Percent.decoded(elements[4]);
    Optional<String> job = Percent.decoded(elements[6]);
    return group.isEmpty() || cluster.isEmpty() || job.isEmpty()
        ? Optional.empty()
        : Optional.of(new JobPath(group.get(), cluster.get(), job.get()));
  }

  /** The path as a client must send it. */
  String encoded(String base) {
    return base
        + "/groups/"
        + Percent.encoded(group)
        + "/clusters/"
        + Percent.encoded(cluster)
        + "/restoreJobs/"
        + Percent.encoded(job);
  }

  boolean hasGroupId() {
    return group.matches(ID);
  }

  boolean hasJobId() {
    return job.matches(ID);
  }

  boolean isInClusterOf(JobPath that) {
    return isInGroupOf(that) && cluster.equals(that.cluster);
  }

  boolean isInGroupOf(JobPath that) {
    return group.equals(that.group);
  }
}
