package dev.atlasrestore.verification.endurance;

import dev.atlasrestore.CallEvent;
import dev.atlasrestore.CallListener;

/** Counts the responses that hold a job. Challenges and failures are not counted. */
final class ReadJobs implements CallListener {

  private int count;

  @Override
  public synchronized void on(CallEvent event) {
    if (event instanceof CallEvent.ResponseReceived received && received.status() == 200) {
      count++;
      notifyAll();
    }
  }

  /** Returns the count that is reached after this many more jobs. */
  synchronized int after(int more) {
    return count + more;
  }

  /** Waits until the count is reached. The timeout of the test bounds the wait. */
  synchronized void await(int expected) throws InterruptedException {
    while (count < expected) {
      wait();
    }
  }
}
