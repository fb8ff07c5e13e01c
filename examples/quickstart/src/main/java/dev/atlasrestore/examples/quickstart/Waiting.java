package dev.atlasrestore.examples.quickstart;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.transport.jersey.JerseyRestoreJobs;
import java.util.Iterator;
import java.util.Timer;

/** Waits until a job has ended, and shows the progress of the wait. */
final class Waiting {

  private Waiting() {}

  /** Returns the job after it has ended, successfully or not. */
  static RestoreJob forEnd(AtlasConfig config, RestoreJobRef ref, Progress progress) {
    Timer ticks = progress.startTicking();
    try (progress;
        JerseyRestoreJobs jobs = JerseyRestoreJobs.create(config.withListener(progress))) {
      Iterator<RestoreJob> polls = jobs.watch(ref).iterator();
      RestoreJob job = polls.next();
      progress.read(job);
      while (polls.hasNext()) {
        job = polls.next();
        progress.read(job);
      }
      return job;
    } finally {
      ticks.cancel();
    }
  }
}
