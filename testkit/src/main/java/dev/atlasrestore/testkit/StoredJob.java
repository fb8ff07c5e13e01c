package dev.atlasrestore.testkit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** A job as the fake serves it. Used by one thread at a time. */
interface StoredJob {

  /** Returns the JSON document for a read of the job. */
  String read();

  /** Returns the JSON document that the next read will return. */
  String peek();

  /** Returns a job that shows the next document at each read. The last document stays. */
  static StoredJob of(List<String> documents) {
    Deque<String> left = new ArrayDeque<>(documents);
    return new StoredJob() {
      @Override
      public String read() {
        return left.size() > 1 ? left.removeFirst() : left.getFirst();
      }

      @Override
      public String peek() {
        return left.getFirst();
      }
    };
  }
}
