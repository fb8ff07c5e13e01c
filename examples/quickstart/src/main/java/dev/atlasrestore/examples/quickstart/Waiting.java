package dev.atlasrestore.examples.quickstart;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.transport.jersey.JerseyRestoreJobs;
import java.util.Iterator;
import java.util.Timer;

/** Waits for a job's end and shows how the wait goes. */
final class Waiting {

  private Waiting() {}

  /** The job as it ended, well or badly. */
  static RestoreJob forEnd(AtlasConfig config, RestoreJobRef ref, Progress progress) {
    Timer ticks = progress.startTicking();
    try (progress;
        JerseyRestoreJobs jobs = JerseyRestoreJobs.create(config.withListener(progress))) {
      Iterator<RestoreJob> readings = jobs.watch(ref).iterator();
      RestoreJob job = readings.next();
      progress.read(job);
      while (readings.hasNext()) {
        job = readings.next();
        progress.read(job);
      }
      return job;
    } finally {
      ticks.cancel();
    }
  }
}
