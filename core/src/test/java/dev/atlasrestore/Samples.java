package dev.atlasrestore;

import java.net.URI;
import java.time.Instant;

/** Values that many tests use. */
public final class Samples {

  /** The group of {@link #REF}. */
  public static final String GROUP = "5e6f00112233445566778899";

  /** Another group. */
  public static final String OTHER_GROUP = "5e6f0011223344556677889a";

  /** The id of {@link #REF}. */
  public static final String JOB = "65f0aabbccddeeff00112233";

  /** A reference to a job. */
  public static final RestoreJobRef REF = new RestoreJobRef(GROUP, "Cluster0", JOB);

  /** A key with a private part that is easy to find in a text. */
  public static final ApiKey KEY = new ApiKey("kxbhqzpt", "f3b1-SECRET-private-key");

  private Samples() {}

  /** A configuration for a service on this machine, without jitter in the intervals of polls. */
  public static AtlasConfig config() {
    return AtlasConfig.of(URI.create("http://127.0.0.1:8080/api/atlas/v1.0"), KEY)
        .withRandom(Chance.always(0.5));
  }

  /** Returns a job with this status. */
  public static RestoreJob job(String status) {
    Instant created = Instant.parse("2026-02-28T23:48:11Z");
    return RestoreJob.builder(JOB, GROUP, created, new JobStatus(status)).build();
  }
}
