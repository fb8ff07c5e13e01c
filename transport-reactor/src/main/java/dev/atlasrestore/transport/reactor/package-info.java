/**
 * Runs the calls of {@code dev.atlasrestore.protocol} on Reactor Netty.
 *
 * <p>{@link dev.atlasrestore.transport.reactor.ReactorRestoreJobs} is the only public type. The
 * other types work together as follows:
 *
 * <ul>
 *   <li>{@code OwnClient} creates the native client if the user supplies none.
 *   <li>{@code ReactorRunner} turns a call into a cold {@code Mono} and knows all calls in flight.
 *   <li>{@code CallSubscription} takes the steps of one call for one subscriber.
 *   <li>{@code Exchange} sends one request and reads one response; {@code ResponseSubscriber}
 *       reports the outcome to the call; {@link dev.atlasrestore.exchange.BoundedBody} collects the
 *       body, or {@code BodyTransfer} passes it to a sink; {@code FailureMapper} names the failure.
 *   <li>{@code DeadlineTimer} ends exchanges at their deadlines.
 *   <li>{@code UnsolicitedDataGuard} and {@code InformationalResponseFilter} are handlers in the
 *       pipeline of each connection.
 *   <li>{@code PollFlux} turns the polls of one wait into a {@code Flux}.
 * </ul>
 */
@NullMarked
package dev.atlasrestore.transport.reactor;

import org.jspecify.annotations.NullMarked;
