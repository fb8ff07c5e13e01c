package dev.atlasrestore.verification.isolation;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingStream;

/** How often virtual threads held on to their carriers, and in which method. */
final class Pinning implements AutoCloseable {

  private final RecordingStream events = new RecordingStream();
  private final Map<String, Integer> places = new TreeMap<>();

  private Pinning() {
    events.enable("jdk.VirtualThreadPinned").withThreshold(Duration.ZERO).withStackTrace();
    events.onEvent("jdk.VirtualThreadPinned", event -> note(event.getStackTrace()));
    events.startAsync();
  }

  static Pinning watched() {
    return new Pinning();
  }

  private synchronized void note(RecordedStackTrace trace) {
    String place = trace == null ? "somewhere" : place(trace);
    places.merge(place, 1, Integer::sum);
  }

  private static String place(RecordedStackTrace trace) {
    for (RecordedFrame frame : trace.getFrames()) {
      String type = frame.getMethod().getType().getName();
      if (!type.startsWith("java.") && !type.startsWith("jdk.")) {
        return type + "." + frame.getMethod().getName();
      }
    }
    return "the JDK";
  }

  /** What was seen up to now. */
  String report() throws InterruptedException {
    events.close();
    events.awaitTermination(Duration.ofSeconds(10));
    synchronized (this) {
      return places.isEmpty() ? "no virtual thread was pinned" : "pinned in " + places;
    }
  }

  @Override
  public void close() {
    events.close();
  }
}
