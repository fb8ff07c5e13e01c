package dev.atlasrestore;

import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
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
public record RestoreJobRef(String groupId, String cluster, String jobId) implements Serializable {

  private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{24}");

  /**
   * Checks the three parts.
   *
   * @throws IllegalArgumentException if a part is invalid; the message says which
   */
  public RestoreJobRef {
    requireId("groupId", groupId);
    requireCluster(cluster);
    requireId("jobId", jobId);
  }

  /**
   * Returns a reference if all three parts are present and valid, else empty. For parts that come
   * from outside of the program, for example from a request to it.
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

  private static void requireId(String name, String id) {
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
