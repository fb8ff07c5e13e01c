package dev.atlasrestore.transport.reactor;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;
import reactor.netty.ConnectionObserver;
import reactor.netty.NettyPipeline;

/**
 * Skips informational answers (RFC 9110, section 15.2), which the stack would take for the answer
 * itself.
 */
final class InformationalAnswers extends ChannelInboundHandlerAdapter {

  private boolean skipping;

  static void skipOn(ConnectionObserver observer, Channel channel, @Nullable SocketAddress remote) {
    if (channel.pipeline().get(NettyPipeline.HttpCodec) != null) {
      channel
          .pipeline()
          .addAfter(
              NettyPipeline.HttpCodec, "atlas-restore-informational", new InformationalAnswers());
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpResponse response) {
      skipping = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }
    if (!skipping) {
      context.fireChannelRead(message);
      return;
    }
    skipping = !(message instanceof LastHttpContent);
    ReferenceCountUtil.release(message);
    if (!skipping) {
      context.read(); // nobody behind us has seen anything that would make it ask for more
    }
  }
}
