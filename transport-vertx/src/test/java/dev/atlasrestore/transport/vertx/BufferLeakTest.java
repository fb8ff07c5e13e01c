package dev.atlasrestore.transport.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.FakeAtlasExtension;
import dev.atlasrestore.testkit.Hostile;
import dev.atlasrestore.testkit.Reply;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.ResourceLeakDetector;
import io.vertx.core.Vertx;
import io.vertx.ext.web.client.WebClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many failures of every kind leak neither a buffer nor a connection. */
@ExtendWith(FakeAtlasExtension.class)
@Timeout(120)
class BufferLeakTest {

  private static final int ROUNDS = 50;
  private static final int CONCURRENT_CALLS = 16;
  private static final Duration SHORT_TIMEOUT = Duration.ofMillis(100);
  private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  private static final List<Reply> REPLIES =
      List.of(
          Reply.drop(),
          Hostile.reset(),
          Hostile.garbage(),
          Hostile.truncated(),
          Hostile.raw("HTTP/1.1 101 No\r\n\r\nraw"),
          Hostile.raw("HTTP/1.1 103 Early\r\n\r\n" + OK),
          Hostile.raw(CHUNKED + "1ffff\r\n" + "x".repeat(0x1ffff) + "\r\n0\r\n\r\n"),
          Hostile.raw(CHUNKED + "3\r\nabc\r\nxyz\r\n"),
          Hostile.raw(OK + "unsolicited bytes behind the response"),
          Hostile.stallInBody());

  @Test
  void failuresLeakNoBufferAndNoConnection(FakeAtlas atlas) throws Exception {
    assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
    List<String> leaks = new CopyOnWriteArrayList<>();
    ByteBufUtil.setLeakListener((resource, records) -> leaks.add(records));
    Vertx vertx = Vertx.vertx();
    VertxRunner runner = new VertxRunner(vertx, WebClient.create(vertx));
    Call<Object> call = TestCalls.get(atlas.baseUri(), SHORT_TIMEOUT);
    int failures = 0;
    for (int i = 0; i < ROUNDS * REPLIES.size() / CONCURRENT_CALLS; i++) {
      List<CallExecution<Object>> executions = new ArrayList<>();
      for (int j = 0; j < CONCURRENT_CALLS; j++) {
        TestCalls.script(atlas, REPLIES.get((i * CONCURRENT_CALLS + j) % REPLIES.size()));
        executions.add(runner.start(call));
      }
      for (CallExecution<Object> execution : executions) {
        failures += Clients.await(execution.future()) instanceof TransportFailure ? 1 : 0;
      }
    }
    assertThat(failures).isGreaterThan(ROUNDS * REPLIES.size() / 2);
    runner.close();
    Clients.close(vertx);
    assertThat(atlas.awaitNoConnections(TestCalls.TEST_TIMEOUT)).isTrue();
    for (int i = 0; i < 10; i++) {
      System.gc(); // Netty reports a leaked buffer when it allocates one after the collection.
      ByteBufAllocator.DEFAULT.buffer(64).release();
    }
    assertThat(leaks).isEmpty();
  }
}
