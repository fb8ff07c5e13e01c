package dev.atlasrestore;

import java.util.Objects;

/**
 * Names one restore job: which group (project), which cluster, which job.
 *
 * @param groupId the group, also called project: 24 hexadecimal characters
 * @param cluster the cluster's <em>name</em> on Atlas, its <em>id</em> on Cloud Manager and Ops
 *     Manager. Any text that is not blank, holds no control characters and is neither {@code .} nor
 *     {@code ..}; it is percent-encoded once, as one path segment, whatever it holds
 * @param jobId the restore job: 24 hexadecimal characters
 */
public record RestoreJobRef(String groupId, String cluster, String jobId) {

  private static final int ID_LENGTH = 24;

  /**
   * Checks the three parts.
   *
   * @throws IllegalArgumentException if a part is not as described; nothing has been sent then
   */
  public RestoreJobRef {
    requireId("groupId", groupId);
    requireCluster(cluster);
    requireId("jobId", jobId);
  }

  private static void requireId(String name, String id) {
    Objects.requireNonNull(id, name);
    boolean valid = id.length() == ID_LENGTH;
    for (int i = 0; valid && i < ID_LENGTH; i++) {
      valid = isHex(id.charAt(i));
    }
    if (!valid) {
      throw new IllegalArgumentException(name + " must be 24 hexadecimal characters");
    }
  }

  private static boolean isHex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }

  private static void requireCluster(String cluster) {
    Objects.requireNonNull(cluster, "cluster");
    if (cluster.isBlank()) {
      throw new IllegalArgumentException("cluster must not be blank");
    }
    if (cluster.equals(".") || cluster.equals("..")) {
      throw new IllegalArgumentException(
          "cluster must not be a relative path segment: \".\" or \"..\"");
    }
    if (Text.hasControlCharacter(cluster) || Text.hasLoneSurrogate(cluster)) {
      throw new IllegalArgumentException(
          "cluster must hold no control characters and no lone surrogates");
    }
  }
}
