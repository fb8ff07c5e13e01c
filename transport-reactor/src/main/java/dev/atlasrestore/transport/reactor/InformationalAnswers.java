package dev.atlasrestore.transport.reactor;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import reactor.netty.NettyPipeline;

/**
 * Skips informational answers (RFC 9110, section 15.2), which the stack would take for the answer
 * itself. Nobody has asked to switch protocols, so that one is an error: what follows it is not
 * HTTP.
 */
final class InformationalAnswers extends ChannelInboundHandlerAdapter {

  static final String NAME = "atlas-restore-informational";

  private static final int SWITCHING = 101;

  private boolean skipping;

  static void skipOn(Channel channel) {
    channel.pipeline().addAfter(NettyPipeline.HttpCodec, NAME, new InformationalAnswers());
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpResponse response) {
      skipping = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
      if (skipping && response.status().code() == SWITCHING) {
        response.setDecoderResult(
            DecoderResult.failure(new DecoderException("101, which nobody asked for")));
        skipping = false;
      }
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
