package dev.atlasrestore.testkit;

import dev.atlasrestore.testkit.internal.Connection;
import dev.atlasrestore.testkit.internal.RequestHead;
import java.time.Instant;

/** One request that the server has received, and what a {@link Reply} needs to respond to it. */
final class Exchange {

  private final RequestHead request;
  private final Connection connection;
  private final ExchangeHandler handler;
  private final RequestLog log;
  private final RequestLog.Entry entry;

  Exchange(
      RequestHead request,
      Connection connection,
      ExchangeHandler handler,
      RequestLog log,
      RequestLog.Entry entry) {
    this.request = request;
    this.connection = connection;
    this.handler = handler;
    this.log = log;
    this.entry = entry;
  }

  /** Returns what the log shows of this request now. */
  SeenRequest seen() {
    return log.snapshot(entry);
  }

  RequestHead request() {
    return request;
  }

  Connection connection() {
    return connection;
  }

  Reply unscripted() {
    return handler.unscripted(this);
  }

  Reply stale() {
    return handler.stale();
  }

  Instant now() {
    return handler.now();
  }

  /**
   * Records the status of the response. Call it before the response is written, so that a client
   * that has the response also finds its status in the log.
   */
  void recordStatus(int status) {
    log.recordStatus(entry, status);
  }

  /** Records that the request passed the digest check. */
  void recordAuthenticated() {
    log.recordAuthenticated(entry);
  }
}
