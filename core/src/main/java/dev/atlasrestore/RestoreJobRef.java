package dev.atlasrestore;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A reference to one restore job: its group (project), its cluster and its id.
 *
 * @param groupId the id of the group (project): 24 hexadecimal characters
 * @param cluster the <em>name</em> of the cluster on Atlas, its <em>id</em> on Cloud Manager and
 *     Ops Manager. It is percent-encoded once, as one segment of the path, so it may contain any
 *     character but control characters. It must not be blank, {@code .} or {@code ..}
 * @param jobId the id of the restore job: 24 hexadecimal characters
 */
public record RestoreJobRef(String groupId, String cluster, String jobId) implements ResourceRef {

  /**
   * Checks the three parts.
   *
   * @throws IllegalArgumentException if a part is invalid; the message says which
   */
  public RestoreJobRef {
    new ClusterRef(groupId, cluster); // checks both parts
    ClusterRef.requireId("jobId", jobId);
  }

  /** Refers to the cluster of this job: its name or id in the path, as this reference has it. */
  public ClusterRef clusterRef() {
    return new ClusterRef(groupId, cluster);
  }

  /**
   * Returns a reference if all three parts are present and valid, else empty. Use it for parts that
   * come from outside of the program, for example from a request to your application.
   *
   * @param groupId the id of the group; null makes the result empty
   * @param cluster the name or id of the cluster; null makes the result empty
   * @param jobId the id of the restore job; null makes the result empty
   */
  public static Optional<RestoreJobRef> parse(
      @Nullable String groupId, @Nullable String cluster, @Nullable String jobId) {
    if (groupId == null || cluster == null || jobId == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(new RestoreJobRef(groupId, cluster, jobId));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
