package dev.atlasrestore.verification.hosts;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import reactor.blockhound.BlockHound;

/**
 * Records each blocking call on an event loop of this JVM. It does not throw from the blocking
 * call, because an HTTP stack may swallow the exception.
 */
final class BlockingCalls {

  private static final Pattern EVENT_LOOP =
      Pattern.compile("reactor-http-.*|parallel-.*|vert\\.x-eventloop-thread-.*");

  private static final List<String> RECORDED = new CopyOnWriteArrayList<>();

  private BlockingCalls() {}

  /** Starts to record. There is no way to stop, so the JVM must be for this test alone. */
  static void startRecording() {
    BlockHound.builder()
        .loadIntegrations()
        .nonBlockingThreadPredicate(
            known -> known.or(thread -> EVENT_LOOP.matcher(thread.getName()).matches()))
        .blockingMethodCallback(
            method -> RECORDED.add(method + " in " + Thread.currentThread().getName() + trace()))
        .install();
  }

  private static String trace() {
    StringBuilder trace = new StringBuilder();
    for (StackTraceElement element : Thread.currentThread().getStackTrace()) {
      trace.append("\n    at ").append(element);
    }
    return trace.toString();
  }

  /** Returns the calls since the last call of this method, with their stack traces. */
  static List<String> take() {
    List<String> taken = List.copyOf(RECORDED);
    RECORDED.clear();
    return taken;
  }
}
