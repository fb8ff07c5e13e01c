package dev.atlasrestore.transport.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.netty.NettyPipeline;

/** Tests which connections the guard closes, and which messages it passes on. */
class UnsolicitedDataGuardTest {

  private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n";

  private final EmbeddedChannel channel = new EmbeddedChannel();

  UnsolicitedDataGuardTest() {
    channel.pipeline().addLast(NettyPipeline.HttpCodec, new HttpClientCodec());
    UnsolicitedDataGuard.install(channel);
  }

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  private void sendRequest() {
    channel.writeOutbound(new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/"));
    channel.releaseOutbound();
  }

  /** Lets the connection read each piece in a read of its own. */
  private void receive(String... pieces) {
    for (String piece : pieces) {
      channel.writeInbound(Unpooled.copiedBuffer(piece, StandardCharsets.US_ASCII));
    }
  }

  /** Returns what was passed on: status codes, bodies, and a dot for each end of a response. */
  private String passedOn() {
    StringBuilder text = new StringBuilder();
    for (Object message = channel.readInbound(); message != null; message = channel.readInbound()) {
      if (message instanceof HttpResponse response) {
        text.append(response.status().code()).append(' ');
      }
      if (message instanceof HttpContent content) {
        text.append(content.content().toString(StandardCharsets.US_ASCII));
      }
      if (message instanceof LastHttpContent) {
        text.append('.');
      }
      ReferenceCountUtil.release(message);
    }
    return text.toString();
  }

  @Test
  void severalExchangesUseOneConnection() {
    for (int i = 0; i < 3; i++) {
      sendRequest();
      receive(HEAD + "body");
      assertThat(passedOn()).isEqualTo("200 body.");
      assertThat(channel.isOpen()).isTrue();
    }
  }

  @Test
  void bodyInSeveralReadsKeepsTheConnection() {
    sendRequest();
    receive(HEAD, "bo", "dy");
    assertThat(passedOn()).isEqualTo("200 body.");
    sendRequest();
    receive("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n", "0\r\n\r\n");
    assertThat(passedOn()).isEqualTo("200 body.");
    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void informationalResponseIsPartOfTheExchange() {
    sendRequest();
    receive("HTTP/1.1 103 Early Hints\r\n\r\n" + HEAD + "body");
    assertThat(passedOn()).isEqualTo("200 body.");
    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void extraByteClosesTheConnectionButKeepsTheResponse() {
    sendRequest();
    receive(HEAD + "bodyx");
    assertThat(passedOn()).isEqualTo("200 body.");
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void secondResponseIsDropped() {
    sendRequest();
    receive(HEAD + "body" + HEAD + "evil");
    assertThat(passedOn()).isEqualTo("200 body.");
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void responseWithoutRequestIsDropped() {
    sendRequest();
    receive(HEAD + "body");
    assertThat(passedOn()).isEqualTo("200 body.");
    receive(HEAD + "evil");
    assertThat(passedOn()).isEmpty();
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void headInSeveralReadsClosesTheConnection() {
    sendRequest();
    receive("HTTP/1.1 200 OK\r\nContent-Le", "ngth: 4\r\n\r\nbodyx");
    assertThat(passedOn()).isEqualTo("200 body.");
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void responseThatEndsWithItsConnectionIsComplete() {
    sendRequest();
    receive("HTTP/1.1 200 OK\r\n\r\n", "bo", "dy");
    assertThat(channel.close().isSuccess()).isTrue();
    assertThat(passedOn()).isEqualTo("200 body.");
  }
}
