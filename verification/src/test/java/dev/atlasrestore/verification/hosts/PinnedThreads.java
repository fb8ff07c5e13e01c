package dev.atlasrestore.verification.hosts;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingStream;

/** Counts how often a virtual thread was pinned to its carrier thread, by method. */
final class PinnedThreads implements AutoCloseable {

  private final RecordingStream events = new RecordingStream();
  private final Map<String, Integer> countByMethod = new TreeMap<>();

  private PinnedThreads() {
    events.enable("jdk.VirtualThreadPinned").withThreshold(Duration.ZERO).withStackTrace();
    events.onEvent("jdk.VirtualThreadPinned", event -> count(event.getStackTrace()));
    events.startAsync();
  }

  /** Starts to record. */
  static PinnedThreads record() {
    return new PinnedThreads();
  }

  private synchronized void count(RecordedStackTrace trace) {
    String method = trace == null ? "an unknown method" : method(trace);
    countByMethod.merge(method, 1, Integer::sum);
  }

  /** Returns the innermost method outside of the JDK. */
  private static String method(RecordedStackTrace trace) {
    for (RecordedFrame frame : trace.getFrames()) {
      String type = frame.getMethod().getType().getName();
      if (!type.startsWith("java.") && !type.startsWith("jdk.")) {
        return type + "." + frame.getMethod().getName();
      }
    }
    return "the JDK";
  }

  /** Stops recording and returns the counts in words. */
  String report() throws InterruptedException {
    events.close();
    events.awaitTermination(Duration.ofSeconds(10));
    synchronized (this) {
      return countByMethod.isEmpty()
          ? "no virtual thread was pinned"
          : "virtual threads were pinned in " + countByMethod;
    }
  }

  @Override
  public void close() {
    events.close();
  }
}
