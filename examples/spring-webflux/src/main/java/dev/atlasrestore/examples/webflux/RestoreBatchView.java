package dev.atlasrestore.examples.webflux;

import dev.atlasrestore.RestoreJob;
import java.util.List;

/**
 * What this application shows of a restore of several jobs.
 *
 * @param succeeded whether all went well
 * @param jobs the jobs, in the order in which they were asked for
 */
record RestoreBatchView(boolean succeeded, List<RestoreJobView> jobs) {

  static RestoreBatchView of(List<RestoreJob> jobs) {
    return new RestoreBatchView(
        jobs.stream().allMatch(job -> job.status().isSuccess()),
        jobs.stream().map(RestoreJobView::of).toList());
  }
}
