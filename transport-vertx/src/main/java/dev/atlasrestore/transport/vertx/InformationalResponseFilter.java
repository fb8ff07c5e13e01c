package dev.atlasrestore.transport.vertx;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpClientUpgradeHandler.UpgradeEvent;
import io.netty.handler.codec.http.HttpContentDecompressor;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Drops informational responses on a connection of HTTP/1.1 (RFC 9110, section 15.2).
 *
 * <p>Vert.x skips only the statuses 100 and 103. It takes a response of any other status below 200
 * for the final response, and fails when the final one arrives. This filter sits between Netty's
 * HTTP decoder and Vert.x, so Vert.x sees only final responses. Status 101 passes: after it, the
 * connection does not carry HTTP any more.
 *
 * <p>An instance serves one exchange. It is added before the request is sent, and removes itself
 * when the final response is complete. So a connection that returns to the pool of a supplied
 * client holds no object of this library. If the exchange fails, Vert.x closes the connection.
 *
 * <p>Runs on the event loop of the connection.
 */
final class InformationalResponseFilter extends ChannelInboundHandlerAdapter {

  private static final int SWITCHING_PROTOCOLS = 101;
  private static final int FIRST_FINAL_STATUS = 200;

  /** The end of the last response on a connection, as {@link System#nanoTime()}. */
  private static final AttributeKey<Long> IDLE_SINCE =
      AttributeKey.valueOf("atlas-restore-idle-since");

  private final Exchange exchange;
  private boolean dropping;

  private InformationalResponseFilter(Exchange exchange) {
    this.exchange = exchange;
  }

  /**
   * Returns the end of the last response on this connection, as {@link System#nanoTime()}; empty if
   * this library has not used the connection.
   */
  static Optional<Long> idleSinceNanos(ChannelHandlerContext handler) {
    return Optional.ofNullable(handler.channel().attr(IDLE_SINCE).get());
  }

  /**
   * Adds a filter in front of a handler.
   *
   * @param handler the handler of Vert.x; any thread may call this
   * @param exchange is notified, on the event loop, when the first bytes and the end of the
   *     response arrive
   */
  static void addBefore(ChannelHandlerContext handler, Exchange exchange) {
    ChannelPipeline pipeline = handler.pipeline();
    try {
      pipeline.addBefore(handler.name(), null, new InformationalResponseFilter(exchange));
      ChannelHandlerContext codec = pipeline.context(HttpClientCodec.class);
      if (codec != null) {
        pipeline.addBefore(codec.name(), null, new FirstBytes(exchange));
      }
      ChannelHandlerContext decompressor = pipeline.context(HttpContentDecompressor.class);
      if (decompressor != null && exchange.isTransfer()) {
        pipeline.addBefore(decompressor.name(), null, new ContentCodingHider());
      }
    } catch (NoSuchElementException connectionClosed) {
      // Netty has removed all handlers. Sending the request fails for the same reason.
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpResponse head) {
      dropping = isDropped(head.status().code());
    }
    if (dropping) {
      ReferenceCountUtil.release(message);
      return;
    }
    if (message instanceof HttpResponse head) {
      rename(head, ContentCodingHider.HIDDEN, HttpHeaderNames.CONTENT_ENCODING);
    }
    if (message instanceof LastHttpContent last) {
      if (last.decoderResult().isSuccess()) {
        exchange.bodyReceived();
      }
      context.channel().attr(IDLE_SINCE).set(System.nanoTime());
      context.pipeline().remove(this);
    }
    context.fireChannelRead(message);
  }

  private static boolean isDropped(int status) {
    return status < FIRST_FINAL_STATUS && status != SWITCHING_PROTOCOLS;
  }

  private static void rename(HttpResponse head, CharSequence from, CharSequence to) {
    List<String> values = head.headers().getAll(from);
    if (!values.isEmpty()) {
      head.headers().remove(from).set(to, values);
    }
  }

  /** Notices the first bytes of a response, and removes itself. */
  private static final class FirstBytes extends ChannelInboundHandlerAdapter {
    private final Exchange exchange;

    private FirstBytes(Exchange exchange) {
      this.exchange = exchange;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      exchange.bytesReceived();
      context.pipeline().remove(this);
      context.fireChannelRead(message);
    }
  }

  /**
   * Renames the header field of the content coding, so that the decompressor of a supplied client
   * does not decode the body, and removes itself. The filter after the decompressor restores the
   * name.
   */
  private static final class ContentCodingHider extends ChannelInboundHandlerAdapter {
    private static final String HIDDEN = "atlas-restore-content-encoding";

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof HttpResponse head && !isDropped(head.status().code())) {
        rename(head, HttpHeaderNames.CONTENT_ENCODING, HIDDEN);
        context.pipeline().remove(this);
      }
      context.fireChannelRead(message);
    }
  }

  /** After an upgrade, the connection carries HTTP/2, and this filter would never remove itself. */
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == UpgradeEvent.UPGRADE_SUCCESSFUL) {
      context.pipeline().remove(this);
    }
    context.fireUserEventTriggered(event);
  }
}
