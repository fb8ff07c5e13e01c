/**
 * The interface between core, which decides, and a transport, which sends and waits.
 *
 * <p>A {@link dev.atlasrestore.exchange.Call} is an operation that has not started yet. Each {@link
 * dev.atlasrestore.exchange.Step} says what the call needs next. A runner executes the step and
 * reports what happened:
 *
 * <pre>{@code
 * Step<T> step = call.start(clock.instant());
 * while (true) {
 *   if (step instanceof Step.Send<T> send)        step = send.answered(exchange(send.request()), clock.instant());
 *   else if (step instanceof Step.Pause<T> pause) step = pause.elapsed(waited(pause.delay()));
 *   else if (step instanceof Step.Failed<T> f)    throw f.error();
 *   else if (step instanceof Step.Done<T> done)   return done.value();
 * }
 * }</pre>
 */
@NullMarked
package dev.atlasrestore.exchange;

import org.jspecify.annotations.NullMarked;
