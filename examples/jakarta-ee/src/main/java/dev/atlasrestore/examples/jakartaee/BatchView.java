package dev.atlasrestore.examples.jakartaee;

import dev.atlasrestore.RestoreJob;
import java.util.List;

/**
 * Several restore jobs, in the order of the request.
 *
 * @param success whether all jobs succeeded
 */
public record BatchView(boolean success, List<RestoreView> jobs) {

  static BatchView of(List<RestoreJob> jobs) {
    return new BatchView(
        jobs.stream().allMatch(job -> job.status().isSuccess()),
        jobs.stream().map(RestoreView::of).toList());
  }
}
