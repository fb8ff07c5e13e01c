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

/** Which connections are kept, and what is seen of them. */
class AnswerBoundaryTest {

  private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n";

  private final EmbeddedChannel channel = new EmbeddedChannel();

  AnswerBoundaryTest() {
    channel.pipeline().addLast(NettyPipeline.HttpCodec, new HttpClientCodec());
    AnswerBoundary.watchOn(channel);
  }

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  private void ask() {
    channel.writeOutbound(new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/"));
    channel.releaseOutbound();
  }

  private void read(String... pieces) {
    for (String piece : pieces) {
      channel.writeInbound(Unpooled.copiedBuffer(piece, StandardCharsets.US_ASCII));
    }
  }

  /** Heads, bodies and ends that came through, as letters. */
  private String seen() {
    StringBuilder seen = new StringBuilder();
    for (Object message = channel.readInbound(); message != null; message = channel.readInbound()) {
      if (message instanceof HttpResponse response) {
        seen.append(response.status().code()).append(' ');
      }
      if (message instanceof HttpContent content) {
        seen.append(content.content().toString(StandardCharsets.US_ASCII));
      }
      if (message instanceof LastHttpContent) {
        seen.append('.');
      }
      ReferenceCountUtil.release(message);
    }
    return seen.toString();
  }

  @Test
  void answerAfterAnswerGoesOverOneConnection() {
    for (int i = 0; i < 3; i++) {
      ask();
      read(HEAD + "body");
      assertThat(seen()).isEqualTo("200 body.");
      assertThat(channel.isOpen()).isTrue();
    }
  }

  @Test
  void aBodyInPiecesIsAnAnswerLikeAnyOther() {
    ask();
    read(HEAD, "bo", "dy");
    assertThat(seen()).isEqualTo("200 body.");
    ask();
    read("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n", "0\r\n\r\n");
    assertThat(seen()).isEqualTo("200 body.");
    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void informationalAnswersBelongToTheirs() {
    ask();
    read("HTTP/1.1 103 Early Hints\r\n\r\n" + HEAD + "body");
    assertThat(seen()).isEqualTo("200 body.");
    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void oneByteTooManyEndsTheConnectionButNotTheAnswer() {
    ask();
    read(HEAD + "bodyx");
    assertThat(seen()).isEqualTo("200 body.");
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void aSecondAnswerIsNotSeen() {
    ask();
    read(HEAD + "body" + HEAD + "evil");
    assertThat(seen()).isEqualTo("200 body.");
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void whatComesWhileNothingIsAskedIsNotSeen() {
    ask();
    read(HEAD + "body");
    assertThat(seen()).isEqualTo("200 body.");
    read(HEAD + "evil");
    assertThat(seen()).isEmpty();
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void whereTheDecoderMayKeepSomethingTheConnectionEndsToo() {
    ask();
    read("HTTP/1.1 200 OK\r\nContent-Le", "ngth: 4\r\n\r\nbodyx");
    assertThat(seen()).isEqualTo("200 body.");
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void anAnswerThatEndsWithItsConnectionIsWhole() {
    ask();
    read("HTTP/1.1 200 OK\r\n\r\n", "bo", "dy");
    assertThat(channel.close().isSuccess()).isTrue();
    assertThat(seen()).isEqualTo("200 body.");
  }
}
