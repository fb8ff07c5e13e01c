package dev.atlasrestore.testkit;

import dev.atlasrestore.testkit.internal.JobPath;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Queues of scripted replies, for all requests or for one job. Safe for use by many threads. */
final class ScriptedReplies {

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

  /**
   * Removes and returns the next reply. Replies for all requests come before those for a job.
   *
   * @param path the job of the request; empty if the request is for another resource
   */
  synchronized Optional<Reply> next(Optional<JobPath> path) {
    Reply reply = forAll.poll();
    if (reply == null) {
      reply = path.map(forJobs::get).map(Deque::poll).orElse(null);
    }
    return Optional.ofNullable(reply);
  }
}
