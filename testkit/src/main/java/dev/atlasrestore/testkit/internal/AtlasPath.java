package dev.atlasrestore.testkit.internal;

import java.util.Optional;

/** The identifiers in the path of a resource of the service, percent-decoded once. */
public sealed interface AtlasPath permits JobPath, ListPath {

  /** Returns the group's id, which may be malformed. */
  String group();

  /** Returns the cluster's name or id. */
  String cluster();

  /**
   * Parses {@code {base}/groups/…/clusters/…/restoreJobs/…}, or the same without a job.
   *
   * @return empty if the path names another resource
   */
  static Optional<AtlasPath> parse(String path, String base) {
    if (!path.startsWith(base + "/groups/")) {
      return Optional.empty();
    }
    String[] elements = path.substring(base.length()).split("/", -1);
    if (elements.length < 6
        || elements.length > 7
        || !elements[3].equals("clusters")
        || !elements[5].equals("restoreJobs")) {
      return Optional.empty();
    }
    Optional<ListPath> list =
        PercentEncoding.decode(elements[2])
            .flatMap(
                group ->
                    PercentEncoding.decode(elements[4])
                        .map(cluster -> new ListPath(group, cluster)));
    if (elements.length == 6) {
      return list.map(AtlasPath.class::cast);
    }
    return list.flatMap(
        of ->
            PercentEncoding.decode(elements[6])
                .map(job -> new JobPath(of.group(), of.cluster(), job)));
  }

  /** Returns whether the group's id is well-formed. */
  default boolean hasValidGroup() {
    return isId(group());
  }

  /** Returns whether both paths name the same group and cluster. */
  default boolean hasSameCluster(AtlasPath other) {
    return hasSameGroup(other) && cluster().equals(other.cluster());
  }

  /** Returns whether both paths name the same group. */
  default boolean hasSameGroup(AtlasPath other) {
    return group().equals(other.group());
  }

  /** Returns whether this is an id as the service makes them: 24 hexadecimal characters. */
  static boolean isId(String text) {
    return text.matches("[0-9a-fA-F]{24}");
  }
}
