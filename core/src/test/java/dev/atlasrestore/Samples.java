package dev.atlasrestore;

import java.net.URI;
import java.time.Instant;

/** Values that many tests begin with. */
public final class Samples {

  /** The group in {@link #REF}. */
  public static final String GROUP = "5e6f00112233445566778899";

  /** Another group. */
  public static final String OTHER_GROUP = "5e6f0011223344556677889a";

  /** The job in {@link #REF}. */
  public static final String JOB = "65f0aabbccddeeff00112233";

  /** A job. */
  public static final RestoreJobRef REF = new RestoreJobRef(GROUP, "Cluster0", JOB);

  /** A key whose private part is easy to find where it must not be. */
  public static final ApiKey KEY = new ApiKey("kxbhqzpt", "f3b1-SECRET-private-key");

  private Samples() {}

  /** A client of a service on this machine, with jitter that changes no interval of polls. */
  public static AtlasConfig config() {
    return AtlasConfig.of(URI.create("http://127.0.0.1:8080/api/atlas/v1.0"), KEY)
        .withRandom(Chance.always(0.5));
  }

  /** A job of this status. */
  public static RestoreJob job(String status) {
    Instant created = Instant.parse("2026-02-28T23:48:11Z");
    return RestoreJob.builder(JOB, GROUP, created, new JobStatus(status)).build();
  }
}
