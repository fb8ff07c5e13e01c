package dev.atlasrestore.codec.jsonb;

import dev.atlasrestore.Delivery;
import dev.atlasrestore.FileHash;
import dev.atlasrestore.Link;
import dev.atlasrestore.OplogTimestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one object of an answer holds: a job's members, an error's, or an envelope's. Their names
 * differ, so one object collects them all, and what it was is decided later. A fault in a job's
 * member is kept until somebody asks for the job; the first counts.
 */
final class Members {

  @Nullable String id;
  @Nullable String groupId;
  @Nullable Instant created;
  @Nullable String statusName;
  @Nullable String batchId;
  @Nullable String clusterId;
  @Nullable String clusterName;
  @Nullable String hostId;
  @Nullable String snapshotId;
  @Nullable Boolean pointInTime;
  @Nullable Boolean encryptionEnabled;
  @Nullable String masterKeyUUID;
  @Nullable String deploymentJobId;
  @Nullable OplogTimestamp timestamp;
  @Nullable Delivery delivery;
  List<FileHash> hashes = List.of();
  List<Link> links = List.of();

  @Nullable String errorCode;
  @Nullable String detail;
  @Nullable String reason;
  final List<String> parameters = new ArrayList<>(0);

  boolean hasStatus;
  @Nullable Long status;
  boolean hasContent;
  @Nullable Members content;

  private @Nullable String faultyMember;
  private @Nullable String problem;

  /** Notes what is wrong with a job's member. */
  void fault(String member, String what) {
    if (faultyMember == null) {
      faultyMember = member;
      problem = what;
    }
  }

  @Nullable String faultyMember() {
    return faultyMember;
  }

  String problem() {
    return problem == null ? "" : problem;
  }
}
