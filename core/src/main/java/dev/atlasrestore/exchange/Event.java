package dev.atlasrestore.exchange;

import dev.atlasrestore.TransportFailure;

/** The event that ends a {@link Step.Pending pending} step. */
public sealed interface Event {

  /**
   * A complete response arrived, with any status. Ends a {@link Step.Send} or a {@link
   * Step.Transfer}.
   *
   * @param response the response
   */
  record Answered(HttpResponse response) implements Event {}

  /**
   * No usable response arrived. Ends a {@link Step.Send} or a {@link Step.Transfer}.
   *
   * @param failure the reason
   */
  record Unanswered(TransportFailure failure) implements Event {}

  /** The delay has passed. Ends a {@link Step.Pause}. */
  record Elapsed() implements Event {}

  /** The current thread may block. Ends a {@link Step.Blocking}. */
  record MayBlock() implements Event {}

  /** The runner has stopped the call early. Ends any pending step, and the call with it. */
  record Cancelled() implements Event {}
}
