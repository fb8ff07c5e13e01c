package dev.atlasrestore.transport.vertx;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpClientUpgradeHandler.UpgradeEvent;
import io.netty.handler.codec.http.HttpContentDecompressor;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Drops informational responses on a connection of HTTP/1.1 (RFC 9110, section 15.2).
 *
 * <p>Vert.x skips only the statuses 100 and 103. It takes a response of any other status below 200
 * for the final response, and fails when the final one arrives. This filter sits between Netty's
 * HTTP decoder and Vert.x, so Vert.x sees only final responses. Status 101 passes: after it, the
 * connection does not carry HTTP any more.
 *
 * <p>On a supplied client, an instance serves one exchange. It is added before the request is sent,
 * and removes itself when the final response is complete. So a connection that returns to the pool
 * holds no object of this library. If the exchange fails, Vert.x closes the connection. On the
 * library's own native client, an instance stays in its connection and serves one exchange after
 * the other, because adding and removing handlers is a tenth of the transport's work.
 *
 * <p>Runs on the event loop of the connection.
 */
final class InformationalResponseFilter extends ChannelInboundHandlerAdapter {

  private static final int SWITCHING_PROTOCOLS = 101;
  private static final int FIRST_FINAL_STATUS = 200;

  /** The end of the last response on a connection, as {@link System#nanoTime()}. */
  private static final AttributeKey<Long> IDLE_SINCE =
      AttributeKey.valueOf("atlas-restore-idle-since");

  /** The filter that stays in a connection. */
  private static final AttributeKey<InformationalResponseFilter> STAYING =
      AttributeKey.valueOf("atlas-restore-filter");

  private final boolean stays;
  private volatile @Nullable Exchange exchange;
  private volatile boolean awaitsFirstBytes;
  private boolean dropping;

  private InformationalResponseFilter(boolean stays) {
    this.stays = stays;
  }

  /** Must be called before the request is sent. */
  private void serve(Exchange next) {
    exchange = next;
    awaitsFirstBytes = true;
  }

  /**
   * Returns the end of the last response on this connection, as {@link System#nanoTime()}; empty if
   * this library has not used the connection.
   */
  static Optional<Long> idleSinceNanos(ChannelHandlerContext handler) {
    return Optional.ofNullable(handler.channel().attr(IDLE_SINCE).get());
  }

  /**
   * Filters the response to the next request on this connection. Any thread may call this.
   *
   * @param handler the handler of Vert.x; the filter is in front of it
   * @param exchange is notified, on the event loop, when the first bytes and the end of the
   *     response arrive
   * @param stays whether this is a connection of the library's own native client. The filter then
   *     stays in it after the response, and the header fields of the exchange are added to the
   *     request
   */
  static void filterNext(ChannelHandlerContext handler, Exchange exchange, boolean stays) {
    InformationalResponseFilter staying = handler.channel().attr(STAYING).get();
    if (staying != null) {
      staying.serve(exchange);
      return;
    }
    InformationalResponseFilter filter = new InformationalResponseFilter(stays);
    filter.serve(exchange);
    if (stays) {
      handler.channel().attr(STAYING).set(filter);
    }
    filter.addBefore(handler, exchange);
  }

  private void addBefore(ChannelHandlerContext handler, Exchange exchange) {
    ChannelPipeline pipeline = handler.pipeline();
    try {
      pipeline.addBefore(handler.name(), null, this);
      if (stays) {
        pipeline.addBefore(handler.name(), null, new HeaderFields());
      }
      ChannelHandlerContext codec = pipeline.context(HttpClientCodec.class);
      if (codec != null) {
        pipeline.addBefore(codec.name(), null, new FirstBytes());
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
      Exchange ended = exchange;
      if (ended != null && last.decoderResult().isSuccess()) {
        ended.bodyReceived();
      }
      exchange = null;
      context.channel().attr(IDLE_SINCE).set(System.nanoTime());
      if (!stays) {
        context.pipeline().remove(this);
      }
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

  /** Adds the header fields of a request on the library's own native client. */
  private final class HeaderFields extends ChannelOutboundHandlerAdapter {

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // Vert.x holds the promise.
    public void write(ChannelHandlerContext context, Object message, ChannelPromise written) {
      Exchange current = exchange;
      if (current != null && message instanceof HttpRequest request) {
        current.addHeaderFields(request.headers());
      }
      context.write(message, written);
    }
  }

  /** Notices the first bytes of a response. */
  private final class FirstBytes extends ChannelInboundHandlerAdapter {

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      Exchange current = exchange;
      if (awaitsFirstBytes && current != null) {
        awaitsFirstBytes = false;
        current.bytesReceived();
      }
      if (!stays) {
        context.pipeline().remove(this);
      }
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
