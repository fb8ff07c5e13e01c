package dev.atlasrestore.benchmarks.endtoend.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Puts load on a fetcher and measures what comes of it. */
public final class Load {

  private final Jobs jobs = new Jobs();

  /** A load that asks for each job once. */
  public Load() {}

  /** Lets so many callers fetch up to the limit; returns when the last fetch has ended. */
  public Measurement run(Fetcher fetcher, int callers, Limit limit) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(callers);
    CountDownLatch letGo = new CountDownLatch(1);
    List<Caller> all = new ArrayList<>(callers);
    for (int i = 0; i < callers; i++) {
      all.add(caller(fetcher, limit, done, letGo));
    }
    Usage before = new Usage();
    long began = System.nanoTime();
    all.forEach(Load::begin);
    done.await();
    double seconds = (System.nanoTime() - began) / 1e9;
    Usage after = new Usage();
    letGo.countDown();
    return measurement(all, seconds, before, after);
  }

  private Caller caller(Fetcher fetcher, Limit limit, CountDownLatch done, CountDownLatch letGo) {
    Journal journal = new Journal();
    return fetcher instanceof Fetcher.Blocking blocking
        ? new Caller.InThread(blocking, jobs, limit, journal, done, letGo)
        : new Caller.Chained((Fetcher.Async) fetcher, jobs, limit, journal, done);
  }

  private static void begin(Caller caller) {
    if (caller instanceof Caller.InThread blocking) {
      Thread thread = new Thread(blocking, "caller");
      thread.setDaemon(true);
      thread.start();
    } else {
      ((Caller.Chained) caller).goOn();
    }
  }

  private static Measurement measurement(
      List<Caller> callers, double seconds, Usage before, Usage after) {
    Journal all = new Journal();
    callers.forEach(caller -> caller.journal().addTo(all));
    double each = Math.max(1, all.fetches());
    return new Measurement(
        all.fetches(),
        all.errors(),
        all.firstError(),
        seconds,
        after.cpuNanosSince(before) / 1e3 / each,
        after.bytesSince(before) / 1024.0 / each,
        all.micros(50) / 1e3,
        all.micros(99) / 1e3);
  }
}
