package dev.atlasrestore.transport.reactor;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import reactor.netty.NettyPipeline;

/**
 * Drops informational (1xx) responses (RFC 9110, section 15.2) before Reactor Netty sees them.
 *
 * <p>Reactor Netty would take a 1xx response for the final response. {@code 101 Switching
 * Protocols} is an error instead: no request asks for another protocol, and the bytes after it are
 * not HTTP.
 *
 * <p>Belongs to one HTTP/1.1 connection or to one HTTP/2 stream, and runs on its event loop.
 */
final class InformationalResponseFilter extends ChannelInboundHandlerAdapter {

  static final String NAME = "atlas-restore-informational";

  private static final int SWITCHING_PROTOCOLS = 101;

  private boolean dropping;

  /** Adds the filter behind this handler of an HTTP/1.1 connection. */
  static void install(Channel connection, String handler) {
    connection.pipeline().addAfter(handler, NAME, new InformationalResponseFilter());
  }

  /** Adds the filter to an HTTP/2 stream. Does nothing to an HTTP/1.1 connection. */
  static void installOnHttp2Stream(Channel channel) {
    ChannelPipeline pipeline = channel.pipeline();
    if (pipeline.get(NettyPipeline.H2ToHttp11Codec) != null && pipeline.get(NAME) == null) {
      install(channel, NettyPipeline.H2ToHttp11Codec);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpResponse response) {
      dropping = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
      if (dropping && response.status().code() == SWITCHING_PROTOCOLS) {
        response.setDecoderResult(
            DecoderResult.failure(
                new DecoderException("the server switched protocols without being asked")));
        dropping = false;
      }
    }
    if (!dropping) {
      context.fireChannelRead(message);
      return;
    }
    dropping = !(message instanceof LastHttpContent);
    ReferenceCountUtil.release(message);
    if (!dropping) {
      context.read(); // The handlers behind this one saw nothing, so none of them asks for more.
    }
  }
}
