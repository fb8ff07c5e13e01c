package dev.atlasrestore.benchmarks.endtoend.report;

/** What can be measured. */
public enum Metric {
  /** Fetches that gave the right job. */
  FETCHES,
  /** Fetches that did not. */
  ERRORS,
  /** Fetches in a second. */
  THROUGHPUT,
  /** Processor time of the client's JVM for each fetch, in microseconds. */
  CPU,
  /** Memory allocated for each fetch, in KiB. */
  KIB,
  /** Half of the fetches were as fast as this, in milliseconds. */
  P50,
  /** 99 of 100 were, in milliseconds. */
  P99,
  /** Requests at the server, in all. */
  REQUESTS,
  /** Connections made meanwhile. */
  CONNECTIONS,
  /** What a cold JVM takes to make a client and to fetch one job, in milliseconds. */
  FIRST,
  /** Heap that one wait holds between two polls, in bytes. */
  WAIT_BYTES,
  /** Of that, the job last seen, in bytes. */
  JOB_BYTES,
  /** Threads that all waits together have added. */
  WAIT_THREADS,
  /** Heap that one wait still holds after all were cancelled, in bytes. */
  LEFT_BYTES,
  /** Processor time for each poll of a wait, in microseconds. */
  POLL_CPU
}
