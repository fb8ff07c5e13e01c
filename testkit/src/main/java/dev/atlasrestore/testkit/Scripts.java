package dev.atlasrestore.testkit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Replies that are to be given before the honest ones: for whatever comes, or for one job. Safe for
 * use by many threads.
 */
final class Scripts {

  private final Deque<Reply> forAll = new ArrayDeque<>();
  private final Map<JobPath, Deque<Reply>> forJobs = new HashMap<>();

  synchronized void add(List<Reply> replies) {
    forAll.addAll(replies);
  }

  synchronized void add(JobPath path, List<Reply> replies) {
    forJobs.computeIfAbsent(path, p -> new ArrayDeque<>()).addAll(replies);
  }

  synchronized void clear() {
    forAll.clear();
    forJobs.clear();
  }

  /** The next reply for this; what is for all comes first. */
  synchronized Optional<Reply> next(Optional<JobPath> path) {
    Reply reply = forAll.poll();
    if (reply == null) {
      reply = path.map(forJobs::get).map(Deque::poll).orElse(null);
    }
    return Optional.ofNullable(reply);
  }
}
