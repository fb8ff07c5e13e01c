package dev.atlasrestore;

import java.io.Serializable;

/** A reference to the resource that a call reads: a job, or the jobs of a cluster. */
public sealed interface ResourceRef extends Serializable permits RestoreJobRef, ClusterRef {

  /** Returns the id of the group (project). */
  String groupId();

  /** Returns the name or the id of the cluster. */
  String cluster();
}
