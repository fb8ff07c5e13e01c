package dev.atlasrestore.benchmarks.endtoend;

/**
 * The measurements of one contestant in one window.
 *
 * @param fetches the successful fetches
 * @param failures the failed fetches
 * @param seconds the duration, until the last fetch has ended
 * @param cpuNanos the CPU time of the client's threads
 * @param bytes the allocations of the client's threads
 * @param requests the requests that the server received
 */
record Window(
    long fetches, long failures, double seconds, long cpuNanos, long bytes, long requests) {

  double fetchesPerSecond() {
    return fetches / seconds;
  }

  double cpuMicrosPerFetch() {
    return cpuNanos / 1e3 / fetches;
  }

  double kibibytesPerFetch() {
    return bytes / 1024.0 / fetches;
  }

  double requestsPerFetch() {
    return (double) requests / fetches;
  }
}
