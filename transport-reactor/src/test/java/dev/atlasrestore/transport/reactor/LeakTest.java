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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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

  @Test
  void nothingLeaks() throws Exception {
    assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
    List<String> leaks = new CopyOnWriteArrayList<>();
    ByteBufUtil.setLeakListener((resource, records) -> leaks.add(records));
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
    for (int i = 0; i < 10; i++) {
      System.gc(); // a leak is reported when its buffer is collected and another one is made
      ByteBuf buffer = ByteBufAllocator.DEFAULT.buffer(64);
      buffer.release();
    }
    assertThat(leaks).isEmpty();
  }
}
