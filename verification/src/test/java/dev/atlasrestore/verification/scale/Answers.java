package dev.atlasrestore.verification.scale;

import dev.atlasrestore.CallEvent;
import dev.atlasrestore.CallListener;

/** Counts the jobs that were read, challenges and retries apart. */
final class Answers implements CallListener {

  private int jobs;

  @Override
  public synchronized void on(CallEvent event) {
    if (event instanceof CallEvent.ResponseReceived answered && answered.status() == 200) {
      jobs++;
      notifyAll();
    }
  }

  /** Waits for so many more than there are. */
  synchronized Expected more(int count) {
    return new Expected(this, jobs + count);
  }

  private synchronized void await(int count) throws InterruptedException {
    while (jobs < count) {
      wait();
    }
  }

  /** A number of jobs that will have been read. */
  record Expected(Answers answers, int count) {

    /** Until they have been; a test's own timeout bounds it. */
    void await() throws InterruptedException {
      answers.await(count);
    }
  }
}
