package dev.atlasrestore.transport.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.TransportFailure;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.ResourceLeakDetector;
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
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/** Failures of every kind, many times: no buffer and no connection stays behind. */
@Timeout(120)
class LeakTest {

  private static final int ROUNDS = 200;
  private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  private static final List<String> SAID =
      List.of(
          "",
          "SSH-2.0-toy\r\n",
          "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc",
          "HTTP/1.1 101 No\r\n\r\nraw",
          "HTTP/1.1 103 Early\r\n\r\n" + RawServer.OK,
          CHUNKED + "fff\r\n" + "x".repeat(4095) + "\r\n0\r\n\r\n",
          CHUNKED + "3\r\nabc\r\nxyz\r\n",
          RawServer.OK + "and more than was asked for");
  private static final List<String> LEAKS = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void listen() {
    assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
    ByteBufUtil.setLeakListener((resource, records) -> LEAKS.add(records));
  }

  @Test
  void nothingLeaks() throws Exception {
    ConnectionProvider pool = ConnectionProvider.create("leaks", 8);
    ReactorRunner runner = new ReactorRunner(HttpClient.create(pool), Schedulers.parallel());
    try (RawServer server =
        new RawServer(
            wire -> {
              String target = wire.hear().split(" ", 3)[1];
              int which = Integer.parseInt(target.substring(1)) % (SAID.size() + 1);
              if (which == SAID.size()) {
                wire.say(CHUNKED + "3\r\nabc\r\n");
                wire.awaitLeaving();
              } else {
                wire.say(SAID.get(which));
              }
            })) {
      int calls = ROUNDS * (SAID.size() + 1);
      Long failures =
          Flux.range(0, calls)
              .flatMap(i -> runner.run(Toys.get(server.uri("/" + i), Duration.ofMillis(100))), 16)
              .filter(TransportFailure.class::isInstance)
              .count()
              .block(Duration.ofMinutes(2));
      assertThat(failures).isGreaterThanOrEqualTo(ROUNDS * 6L);
      assertThat(server.awaitEnded(server.connections())).isTrue();
    } finally {
      runner.close();
      pool.dispose();
    }
    assertThat(leaks()).isEmpty();
  }

  /** The server cancels just when it has answered; some of the rounds are at the very moment. */
  @Test
  void nothingLeaksWhereTheAnswerComesAsItsCallerLeaves() throws Exception {
    ConnectionProvider pool = ConnectionProvider.create("leaving", 8);
    ReactorRunner runner = new ReactorRunner(HttpClient.create(pool), Schedulers.parallel());
    AtomicInteger rounds = new AtomicInteger();
    AtomicReference<Disposable> caller = new AtomicReference<>(Disposables.disposed());
    try (RawServer server =
        new RawServer(
            wire -> {
              wire.hear();
              Disposable leaving = caller.get();
              wire.say(RawServer.OK);
              long said = System.nanoTime();
              int moment = rounds.getAndIncrement() % 80 * 1000;
              while (System.nanoTime() - said < moment) {
                Thread.onSpinWait();
              }
              leaving.dispose();
            })) {
      for (int i = 0; i < 2000; i++) {
        CountDownLatch left = new CountDownLatch(1);
        Disposable.Swap call = Disposables.swap();
        caller.set(call);
        call.update(
            runner
                .run(Toys.get(server.uri("/")))
                .doFinally(end -> left.countDown())
                .subscribe(answer -> {}));
        assertThat(left.await(20, TimeUnit.SECONDS)).isTrue();
      }
      assertThat(server.awaitEnded(server.connections())).isTrue();
    } finally {
      runner.close();
      pool.dispose();
    }
    assertThat(leaks()).isEmpty();
  }

  /** What has leaked until now, once the collector has been there. */
  private static List<String> leaks() {
    for (int i = 0; i < 10; i++) {
      System.gc(); // a leak is reported when its buffer is collected and another one is made
      ByteBuf buffer = ByteBufAllocator.DEFAULT.buffer(64);
      buffer.release();
    }
    return LEAKS;
  }
}
