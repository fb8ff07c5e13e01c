/**
 * The language between core, which decides, and a transport, which moves bytes and waits.
 *
 * <p>A {@link dev.atlasrestore.exchange.Call} is a conversation not yet begun. Its {@link
 * dev.atlasrestore.exchange.Step}s say what is needed next; a runner does it and reports back:
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
