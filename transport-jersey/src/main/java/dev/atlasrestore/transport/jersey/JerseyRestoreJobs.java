package dev.atlasrestore.transport.jersey;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.RestoreBatchPort;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobPort;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.codec.RestoreJobCodec;
import dev.atlasrestore.codec.jsonb.JsonbRestoreJobCodec;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.protocol.PollResult;
import dev.atlasrestore.protocol.RestoreJobCalls;
import jakarta.ws.rs.client.Client;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Restore jobs on the Jersey client. Calls block the calling thread, platform or virtual, until the
 * job or an {@link dev.atlasrestore.AtlasException} is there.
 *
 * <p>Safe for use by many threads. Make one for each API key and keep it: it remembers nonces.
 * {@link #close()} ends calls under way with a {@link dev.atlasrestore.TransportException} of kind
 * {@code CLIENT_CLOSED}, as it does every later one, and closes a client that was made here; a
 * passed client stays open.
 *
 * <p><b>Interrupts.</b> A call whose thread is interrupted throws {@link
 * dev.atlasrestore.CallInterruptedException} and leaves the flag set: out of a pause at once, out
 * of an exchange at the latest at its timeout. Nothing more is sent. A job that has arrived all the
 * same is returned.
 *
 * <p><b>A client made here</b> is Jersey on Apache's HTTP client, the JVM's trust store and up to
 * 256 connections; who finds none free waits for the response timeout at most. It follows no
 * redirects, repeats nothing by itself, keeps no cookies, asks for no compression and uses no HTTP
 * proxy, whatever the JVM is set to. Every exchange ends at its timeout, however slowly bytes
 * arrive; only the resolver is not ours to hurry, and {@link dev.atlasrestore.Timeouts#connect()}
 * counts for each of its addresses.
 *
 * <p><b>A client of your own</b> brings its TLS, proxy, pool, connect timeout, filters and tracing,
 * and is not changed. Per request we set the read timeout, switch redirects off and, with Apache's
 * connector, close the connection of an unfinished body. What a request cannot switch off is yours
 * to configure:
 *
 * <pre>{@code
 * Apache5HttpClientBuilderConfigurator quiet = builder -> builder
 *     .disableAutomaticRetries().disableContentCompression().disableCookieManagement();
 * Client client = JerseyClientBuilder.createClient(new ClientConfig()
 *     .connectorProvider(new Apache5ConnectorProvider())
 *     .property(ClientProperties.CONNECT_TIMEOUT, 5_000)
 *     .property(Apache5ClientProperties.REQUEST_CONFIG, RequestConfig.custom()
 *         .setConnectionRequestTimeout(Timeout.ofSeconds(30))
 *         .setAuthenticationEnabled(false)
 *         .build())
 *     .register(quiet));
 * }</pre>
 *
 * <p>On it, waiting for a pooled connection and connecting take as long as it allows, a head that
 * drips is not bounded, a body that stalls may take its timeout twice, and closing or interrupting
 * has to wait for that. Use no client on Jersey's default connector, {@code HttpURLConnection}: it
 * sends requests twice, reverses repeated fields and answers challenges with the password of a
 * JVM-wide {@code Authenticator}.
 *
 * <p><b>Logging.</b> Nothing here logs. Apache's client needs slf4j-api; its loggers {@code
 * org.apache.hc.client5.http.headers} and {@code org.apache.hc.client5.http.wire} print credentials
 * at DEBUG: keep them above.
 */
public final class JerseyRestoreJobs
    implements RestoreJobPort<RestoreJob>, RestoreBatchPort<List<RestoreJob>>, AutoCloseable {

  private final RestoreJobCalls calls;
  private final JerseyRunner runner;

  private JerseyRestoreJobs(RestoreJobCalls calls, JerseyRunner runner) {
    this.calls = calls;
    this.runner = runner;
  }

  /**
   * Restore jobs on a client made here.
   *
   * @throws IllegalArgumentException if plain {@code http} is not allowed (see {@link
   *     AtlasConfig#withPlainHttp})
   */
  public static JerseyRestoreJobs create(AtlasConfig config) {
    RestoreJobCalls calls = new RestoreJobCalls(config, new JsonbRestoreJobCodec());
    return new JerseyRestoreJobs(calls, JerseyRunner.onClientOfOurs(config.timeouts()));
  }

  /**
   * Restore jobs on a client of your own.
   *
   * @throws IllegalArgumentException if plain {@code http} is not allowed
   */
  public static JerseyRestoreJobs create(AtlasConfig config, Client client) {
    return create(config, client, new JsonbRestoreJobCodec());
  }

  /**
   * Restore jobs on a client of your own, read by a codec of your own.
   *
   * @throws IllegalArgumentException if plain {@code http} is not allowed
   */
  public static JerseyRestoreJobs create(AtlasConfig config, Client client, RestoreJobCodec codec) {
    Objects.requireNonNull(client, "client");
    RestoreJobCalls calls = new RestoreJobCalls(config, codec);
    return new JerseyRestoreJobs(calls, JerseyRunner.on(client));
  }

  @Override
  public RestoreJob get(RestoreJobRef ref) {
    return runner.run(calls.get(ref));
  }

  @Override
  public RestoreJob awaitCompletion(RestoreJobRef ref) {
    return runner.run(calls.awaitCompletion(ref));
  }

  @Override
  public RestoreJob awaitCompletion(RestoreJobRef ref, Consumer<? super RestoreJob> onPoll) {
    return runner.run(calls.awaitCompletion(ref, onPoll));
  }

  /**
   * {@inheritDoc}
   *
   * <p>All in the calling thread: the pauses of the waits overlap, requests are sent one after
   * another, so every exchange that hangs holds the others up by the response timeout. An
   * interrupt, or closing, ends the whole batch.
   */
  @Override
  public List<RestoreJob> awaitAll(Collection<RestoreJobRef> refs) {
    return runner.run(calls.awaitAll(refs));
  }

  /**
   * Every reading of a wait for a job's end, the terminal one last. Each {@code iterator()} is a
   * wait of its own, for use by one thread; it reads in {@code next()}, the first time as soon as
   * the rate of polls allows and later when the poll policy's interval has passed since the read
   * before. What ends {@link #awaitCompletion(RestoreJobRef)} with a failure is thrown there, and
   * ends the iteration; the deadline of the wait goes on between two calls of {@code next()}. To
   * stop early just leave the loop: nothing is sent by itself.
   *
   * @param ref which job
   */
  public Iterable<RestoreJob> watch(RestoreJobRef ref) {
    Call<PollResult> wait = calls.watch(Objects.requireNonNull(ref, "ref"));
    return () -> new Readings(runner, wait);
  }

  /** Ends calls under way and closes what was made here. May be called again. */
  @Override
  public void close() {
    runner.close();
  }
}
