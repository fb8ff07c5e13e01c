package dev.atlasrestore.testkit.internal;

import dev.atlasrestore.RestoreJobRef;

/**
 * The identifiers in the path of a restore job. Unlike those of a {@link RestoreJobRef}, they may
 * be malformed.
 *
 * @param group the group's id
 * @param cluster the cluster's name
 * @param job the job's id
 */
public record JobPath(String group, String cluster, String job) implements AtlasPath {

  /** Returns the path of this job. */
  public static JobPath of(RestoreJobRef ref) {
    return new JobPath(ref.groupId(), ref.cluster(), ref.jobId());
  }

  /** Returns the path as a client must send it. */
  public String encode(String base) {
    return new ListPath(group, cluster).encode(base) + "/" + PercentEncoding.encode(job);
  }

  /** Returns whether the job's id is well-formed. */
  public boolean hasValidJob() {
    return AtlasPath.isId(job);
  }
}
