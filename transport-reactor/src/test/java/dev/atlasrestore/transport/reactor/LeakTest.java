package dev.atlasrestore.transport.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.exchange.BodySink;
import dev.atlasrestore.testkit.contract.RawServer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/** Tests that failures and cancellations leave no buffer and no open connection behind. */
@Timeout(120)
class LeakTest {

  private static final int ROUNDS = 200;
  private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  private static final List<String> RESPONSES =
      List.of(
          "",
          "SSH-2.0-toy\r\n",
          "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc",
          "HTTP/1.1 101 No\r\n\r\nraw",
          "HTTP/1.1 103 Early\r\n\r\n" + RawServer.OK,
          CHUNKED + "1ffff\r\n" + "x".repeat(0x1ffff) + "\r\n0\r\n\r\n",
          CHUNKED + "3\r\nabc\r\nxyz\r\n",
          RawServer.OK + "and unsolicited bytes");
  private static final List<String> LEAKS = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void recordLeaks() {
    assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
    ByteBufUtil.setLeakListener((resource, records) -> LEAKS.add(records));
  }

  @Test
  void failuresLeakNothing() throws Exception {
    ConnectionProvider pool = ConnectionProvider.create("leaks", 8);
    ReactorRunner runner = new ReactorRunner(HttpClient.create(pool), Schedulers.parallel());
    try (RawServer server =
        new RawServer(
            connection -> {
              String target = connection.readRequestHead().split(" ", 3)[1];
              int which = Integer.parseInt(target.substring(1)) % (RESPONSES.size() + 1);
              if (which == RESPONSES.size()) {
                connection.write(CHUNKED + "3\r\nabc\r\n");
                connection.awaitEnd();
              } else {
                connection.write(RESPONSES.get(which));
              }
            })) {
      int calls = ROUNDS * (RESPONSES.size() + 1);
      Long failures =
          Flux.range(0, calls)
              .flatMap(
                  i -> runner.run(TestCalls.get(server.uri("/" + i), Duration.ofMillis(100))), 16)
              .filter(TransportFailure.class::isInstance)
              .count()
              .block(Duration.ofMinutes(2));
      assertThat(failures).isGreaterThanOrEqualTo(ROUNDS * 6L);
      server.awaitEnds(server.connections());
    } finally {
      runner.close();
      pool.dispose();
    }
    assertThat(leaks()).isEmpty();
  }

  /**
   * The server cancels the call up to 80 µs after it has sent the response, so that some calls are
   * cancelled at the moment at which the response begins.
   */
  @Test
  void cancellingWhileTheResponseArrivesLeaksNothing() throws Exception {
    ConnectionProvider pool = ConnectionProvider.create("cancelling", 8);
    ReactorRunner runner = new ReactorRunner(HttpClient.create(pool), Schedulers.parallel());
    AtomicInteger rounds = new AtomicInteger();
    AtomicReference<Disposable> currentCall = new AtomicReference<>(Disposables.disposed());
    try (RawServer server =
        new RawServer(
            connection -> {
              connection.readRequestHead();
              Disposable call = currentCall.get();
              connection.write(RawServer.OK);
              long sent = System.nanoTime();
              int delayNanos = rounds.getAndIncrement() % 80 * 1000;
              while (System.nanoTime() - sent < delayNanos) {
                Thread.onSpinWait();
              }
              call.dispose();
            })) {
      for (int i = 0; i < 2000; i++) {
        CountDownLatch ended = new CountDownLatch(1);
        Disposable.Swap call = Disposables.swap();
        currentCall.set(call);
        call.update(
            runner
                .run(TestCalls.get(server.uri("/")))
                .doFinally(signal -> ended.countDown())
                .subscribe(response -> {}));
        assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
      }
      server.awaitEnds(server.connections());
    } finally {
      runner.close();
      pool.dispose();
    }
    assertThat(leaks()).isEmpty();
  }

  /** Some transfers are cancelled or fail while parts wait for the sink, and some while none do. */
  @Test
  void transfersThatEndEarlyLeakNothing() throws Exception {
    ConnectionProvider pool = ConnectionProvider.create("transfers", 8);
    ReactorRunner runner = new ReactorRunner(HttpClient.create(pool), Schedulers.parallel());
    try (RawServer server =
        new RawServer(
            connection -> {
              connection.readRequestHead();
              connection.write(CHUNKED);
              while (true) {
                connection.write("1000\r\n" + "x".repeat(4096) + "\r\n");
              }
            })) {
      for (int i = 0; i < ROUNDS; i++) {
        AtomicInteger writesLeft = new AtomicInteger(i % 50);
        boolean cancels = i % 2 == 0;
        Sinks.Empty<Object> lastWrite = Sinks.empty();
        BodySink sink =
            bytes -> {
              if (writesLeft.getAndDecrement() == 0) {
                lastWrite.tryEmitEmpty();
                if (!cancels) {
                  throw new IOException("the disk is full");
                }
              }
            };
        Mono<Object> call = runner.run(TestCalls.transfer(server.uri(), sink));
        Mono<Object> ended = cancels ? call.takeUntilOther(lastWrite.asMono()) : call;
        assertThat(ended.blockOptional(Duration.ofSeconds(30)).isPresent()).isEqualTo(!cancels);
      }
      server.awaitEnds(ROUNDS);
    } finally {
      runner.close();
      pool.dispose();
    }
    assertThat(leaks()).isEmpty();
  }

  /** Runs the garbage collector and returns all leaks that were found until now. */
  private static List<String> leaks() {
    for (int i = 0; i < 10; i++) {
      System.gc();
      // Netty reports a leak when it allocates a buffer after the leaked one was collected.
      ByteBuf buffer = ByteBufAllocator.DEFAULT.buffer(64);
      buffer.release();
    }
    return LEAKS;
  }
}
