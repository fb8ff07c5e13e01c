package dev.atlasrestore.examples.webflux;

import dev.atlasrestore.RestoreJob;
import java.util.List;

/**
 * The part of a batch that this application shows.
 *
 * @param succeeded whether all jobs succeeded
 * @param jobs the jobs in the order of the request
 */
record RestoreBatchView(boolean succeeded, List<RestoreJobView> jobs) {

  static RestoreBatchView of(List<RestoreJob> jobs) {
    return new RestoreBatchView(
        jobs.stream().allMatch(job -> job.status().isSuccess()),
        jobs.stream().map(RestoreJobView::of).toList());
  }
}
