package dev.atlasrestore.testkit;

import dev.atlasrestore.testkit.internal.AtlasPath;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Queues of scripted replies, for all requests or for one job or list. Safe for use by many
 * threads.
 */
final class ScriptedReplies {

  private final Deque<Reply> forAll = new ArrayDeque<>();
  private final Map<AtlasPath, Deque<Reply>> byPath = new HashMap<>();

  synchronized void add(List<Reply> replies) {
    forAll.addAll(replies);
  }

  synchronized void add(AtlasPath path, List<Reply> replies) {
    byPath.computeIfAbsent(path, p -> new ArrayDeque<>()).addAll(replies);
  }

  synchronized void clear() {
    forAll.clear();
    byPath.clear();
  }

  /** Returns the replies that no request has got yet. */
  synchronized List<Reply> unplayed() {
    List<Reply> unplayed = new ArrayList<>(forAll);
    byPath.values().forEach(unplayed::addAll);
    return unplayed;
  }

  /**
   * Removes and returns the next reply for a request, or returns empty if none is scripted for it.
   * Replies for all requests come before those for a path.
   *
   * <p>Runs the check first, unless the next reply is sent before it. If the check fails, returns
   * the rejection and keeps the reply for a later request.
   *
   * <p>The check and the removal are one step under a lock. If they were two, another request could
   * take the reply in between. This request, already checked, could then get {@link
   * Reply#unscripted()}, which would check the same nonce count again and reject it.
   *
   * @param path the path of the request; empty if the request is for another resource
   * @param check checks the request; returns the rejection, or empty if the request passes
   */
  synchronized Optional<Reply> next(Optional<AtlasPath> path, Supplier<Optional<Reply>> check) {
    Deque<Reply> queue = forAll.isEmpty() ? path.map(byPath::get).orElse(forAll) : forAll;
    Reply next = queue.peek();
    if (next == null) {
      return Optional.empty();
    }
    Optional<Reply> rejection = next.isBeforeDigest() ? Optional.empty() : check.get();
    if (rejection.isPresent()) {
      return rejection;
    }
    return Optional.of(queue.remove());
  }
}
