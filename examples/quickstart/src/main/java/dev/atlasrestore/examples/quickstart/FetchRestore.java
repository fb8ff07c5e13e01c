package dev.atlasrestore.examples.quickstart;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.AtlasException;
import dev.atlasrestore.ClusterRef;
import dev.atlasrestore.DownloadOptions;
import dev.atlasrestore.DownloadedArchive;
import dev.atlasrestore.JobOutcome;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.transport.jersey.JerseyRestoreJobs;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The steps of a user who needs the file of a restore: find the job, wait for it, download its file
 * and verify it.
 */
final class FetchRestore {

  private final PrintStream out;
  private final boolean terminal;
  private final AtlasConfig config;

  FetchRestore(PrintStream out, boolean terminal, AtlasConfig config) {
    this.out = out;
    this.terminal = terminal;
    this.config = config;
  }

  /** Prints the jobs of a cluster. Returns the newest one. */
  Optional<RestoreJobRef> list(ClusterRef cluster) {
    out.printf("Restore jobs of %s, the newest last:%n", cluster.cluster());
    List<RestoreJob> found;
    try (JerseyRestoreJobs jobs = JerseyRestoreJobs.create(config)) {
      found = jobs.list(cluster);
    }
    Instant now = Instant.now();
    found.forEach(
        job ->
            out.printf(
                "  %s  %s  %-11s  download: %s%n",
                job.created(),
                job.id(),
                job.status(),
                job.download(now).state().name().toLowerCase(Locale.ROOT).replace('_', ' ')));
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(cluster.job(found.get(found.size() - 1).id()));
  }

  /**
   * Waits until the job has ended, downloads its file into the folder, and prints whether the file
   * is verified.
   *
   * @return whether the restore has succeeded and its file is verified
   */
  boolean finish(RestoreJobRef ref, Path folder) {
    out.printf("%nWaiting for the restore job %s:%n", ref.jobId());
    try {
      RestoreJob job =
          Waiting.forEnd(config, ref, new Progress(out, terminal, InstantSource.system()));
      out.print(JobText.of(job));
      if (job.outcome() != JobOutcome.SUCCEEDED) {
        return false;
      }
      out.printf("%nDownloading its file:%n");
      DownloadedArchive archive = download(ref, folder);
      boolean verified = archive.verification() == DownloadedArchive.Verification.VERIFIED;
      out.printf(
          "  %s SHA-1 %s%n  %s%n",
          verified ? "verified" : "not verified, because the service offers no hash:",
          archive.sha1(),
          archive.path());
      return verified;
    } catch (AtlasException e) {
      out.println(Quickstart.failure(e));
      return false;
    }
  }

  private DownloadedArchive download(RestoreJobRef ref, Path folder) {
    try (DownloadBar bar = new DownloadBar(out, terminal);
        JerseyRestoreJobs jobs = JerseyRestoreJobs.create(config)) {
      jobs.awaitDownload(ref);
      return jobs.download(ref, folder, DownloadOptions.defaults().withProgress(bar));
    }
  }
}
