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
 *   if (step instanceof Step.Send<T> send) {
 *     HttpResponse response = exchange(send.request());
 *     step = send.answered(response, clock.instant());
 *   } else if (step instanceof Step.Pause<T> pause) {
 *     sleep(pause.delay());
 *     step = pause.elapsed(clock.instant());
 *   } else if (step instanceof Step.Failed<T> failed) {
 *     throw failed.error();
 *   } else if (step instanceof Step.Done<T> done) {
 *     return done.value();
 *   }
 * }
 * }</pre>
 *
 * <p>A complete runner also reports failures of an exchange and cancellations.
 */
@NullMarked
package dev.atlasrestore.exchange;

import org.jspecify.annotations.NullMarked;
