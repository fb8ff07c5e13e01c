package dev.atlasrestore.verification.isolation;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import reactor.blockhound.BlockHound;

/**
 * Every blocking call that an event loop makes in this JVM from now on. They are noted and not
 * refused: a stack might swallow the refusal.
 */
final class BlockingCalls {

  private static final Pattern EVENT_LOOP =
      Pattern.compile("reactor-http-.*|parallel-.*|vert\\.x-eventloop-thread-.*");

  private static final List<String> SEEN = new CopyOnWriteArrayList<>();

  private BlockingCalls() {}

  /** Begins to watch; for a JVM that does nothing else. */
  static void watch() {
    BlockHound.builder()
        .loadIntegrations()
        .nonBlockingThreadPredicate(
            known -> known.or(thread -> EVENT_LOOP.matcher(thread.getName()).matches()))
        .blockingMethodCallback(
            method -> SEEN.add(method + " in " + Thread.currentThread().getName() + trace()))
        .install();
  }

  private static String trace() {
    StringBuilder trace = new StringBuilder();
    for (StackTraceElement element : Thread.currentThread().getStackTrace()) {
      trace.append("\n    at ").append(element);
    }
    return trace.toString();
  }

  /** What was seen, and forgotten with this. */
  static List<String> taken() {
    List<String> seen = List.copyOf(SEEN);
    SEEN.clear();
    return seen;
  }
}
