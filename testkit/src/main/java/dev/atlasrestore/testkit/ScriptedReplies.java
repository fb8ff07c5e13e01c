package dev.atlasrestore.testkit;

import dev.atlasrestore.testkit.internal.AtlasPath;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
   * Removes and returns the next reply. Replies for all requests come before those for a path.
   *
   * @param path the path of the request; empty if the request is for another resource
   */
  synchronized Optional<Reply> next(Optional<AtlasPath> path) {
    Reply reply = forAll.poll();
    if (reply == null) {
      reply = path.map(byPath::get).map(Deque::poll).orElse(null);
    }
    return Optional.ofNullable(reply);
  }
}
