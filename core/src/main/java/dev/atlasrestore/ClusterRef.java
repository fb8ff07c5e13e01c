package dev.atlasrestore;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A reference to one cluster: its group (project), and its name or id.
 *
 * @param groupId the id of the group (project): 24 hexadecimal characters
 * @param cluster the <em>name</em> of the cluster on Atlas, its <em>id</em> on Cloud Manager and
 *     Ops Manager. It is percent-encoded once, as one segment of the path, so it may contain any
 *     character but control characters. It must not be blank, {@code .} or {@code ..}
 */
public record ClusterRef(String groupId, String cluster) implements ResourceRef {

  private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{24}");

  /**
   * Checks both parts.
   *
   * @throws IllegalArgumentException if a part is invalid; the message says which
   */
  public ClusterRef {
    requireId("groupId", groupId);
    requireCluster(cluster);
  }

  /**
   * Refers to a restore job of this cluster.
   *
   * @throws IllegalArgumentException if the id is not 24 hexadecimal characters
   */
  public RestoreJobRef job(String jobId) {
    return new RestoreJobRef(groupId, cluster, jobId);
  }

  static void requireId(String name, String id) {
    Objects.requireNonNull(id, name);
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException(name + " must be 24 hexadecimal characters");
    }
  }

  private static void requireCluster(String cluster) {
    Objects.requireNonNull(cluster, "cluster");
    if (cluster.isBlank()) {
      throw new IllegalArgumentException("cluster must not be blank");
    }
    if (cluster.equals(".") || cluster.equals("..")) {
      throw new IllegalArgumentException(
          "cluster must not be \".\" or \"..\", which are relative path segments");
    }
    if (Text.hasControlCharacter(cluster) || Text.hasLoneSurrogate(cluster)) {
      throw new IllegalArgumentException(
          "cluster must not contain control characters or lone surrogates");
    }
  }
}
