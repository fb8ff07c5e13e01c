package dev.atlasrestore.transport.reactor;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * Closes an HTTP/1.1 connection on which the server has sent data that belongs to no request.
 *
 * <p>HTTP/1.1 assigns responses to requests by their order alone (RFC 9112, section 9.3). Data
 * behind a response, for example a second response, would stay in the decoder. The decoder would
 * take it for the response to the next request, or for the start of that response.
 *
 * <p>Two handlers work together. {@link RawBytes} sits before the codec and sees what the
 * connection reads. {@link Messages} sits behind the codec and sees requests and responses.
 *
 * <ul>
 *   <li>No request is in flight and bytes arrive: the connection is closed.
 *   <li>A response ends: its last part is held back until all bytes that arrived with it are
 *       decoded. If anything is left over, the connection is closed first. A closed connection does
 *       not return to the pool. Then the last part is passed on, so the response is delivered
 *       unchanged.
 * </ul>
 *
 * <p>The decoder may keep bytes that {@link RawBytes} cannot see. This happens if it needed a
 * second read to complete the header section. Such a connection is closed after the response, too.
 * A response of the usual size arrives in one read.
 *
 * <p>On a connection of the library's own native client, the second handler also sees the failures
 * before a response. It reports them to the exchange, which then cancels its request. So Reactor
 * Netty does not log them.
 *
 * <p>On such a connection the second handler also sets the target of a download.
 *
 * <p>The guard also records whether the connection is a reused one, and whether bytes of the
 * response have arrived.
 *
 * <p>Belongs to one connection and runs on its event loop.
 */
@SuppressWarnings(
    "FutureReturnValueIgnored") // The caller holds the write promise; nothing waits for a close.
final class UnsolicitedDataGuard {

  private static final String MESSAGES = "atlas-restore-messages";

  private boolean requestInFlight;
  private boolean decoding;
  private boolean decoderMayKeepBytes;
  private boolean moreMessagesCame;
  private @Nullable LastHttpContent heldBack;
  private @Nullable Consumer<Throwable> failureConsumer;
  private @Nullable String nextTarget;

  // Any thread may read these fields.
  private volatile boolean used;
  private volatile boolean receivedBytes;
  private volatile long idleSinceNanos;

  private UnsolicitedDataGuard() {}

  /** Returns the guard of a connection; null if the connection does not speak HTTP/1.1. */
  static @Nullable UnsolicitedDataGuard of(Channel channel) {
    return channel.pipeline().get(MESSAGES) instanceof Messages messages ? messages.guard() : null;
  }

  /** Returns whether a request was sent on this connection. */
  boolean isUsed() {
    return used;
  }

  /** Returns whether bytes have arrived since the last request was sent. */
  boolean hasReceivedBytes() {
    return receivedBytes;
  }

  /** Returns the end of the last response, as {@link System#nanoTime()}. */
  long idleSinceNanos() {
    return idleSinceNanos;
  }

  /**
   * Prepares the next request on this connection. Must be called on the event loop.
   *
   * @param onFailure receives a failure before the response, once; null if Reactor Netty reports
   *     and logs it
   * @param target replaces the target that Reactor Netty knows and logs; null if it is the right
   *     one
   */
  void beforeRequest(@Nullable Consumer<Throwable> onFailure, @Nullable String target) {
    failureConsumer = onFailure;
    nextTarget = target;
  }

  /** Passes a failure before the response to the consumer. Returns whether there is one. */
  private boolean consumeFailure(Throwable failure) {
    Consumer<Throwable> consumer = failureConsumer;
    if (consumer == null || !requestInFlight) {
      return false;
    }
    failureConsumer = null;
    consumer.accept(failure);
    return true;
  }

  /**
   * Adds the guard and the {@link InformationalResponseFilter} to an HTTP/1.1 connection, unless it
   * has them. Call this method again when the connection is ready, because a connection that
   * negotiates its protocol has no codec before that.
   *
   * <p>Recognizes HTTP/1.1 by the type of the codec: Reactor Netty gives the codec of HTTP/2 the
   * same name. HTTP/2 needs no guard, because its frames name the stream that they belong to.
   *
   * <p>A connection that offers an upgrade to HTTP/2 (h2c) speaks HTTP/1.1 until the server agrees.
   * The handlers then go behind the upgrade handler, which takes the 101 response. After the
   * upgrade they pass everything on: the connection carries frames, and a request stays in flight.
   */
  static void install(Channel channel) {
    ChannelPipeline pipeline = channel.pipeline();
    ChannelHandlerContext codec = pipeline.context(HttpClientCodec.class);
    if (codec != null && pipeline.get(InformationalResponseFilter.NAME) == null) {
      boolean mayUpgrade = pipeline.get(NettyPipeline.H2CUpgradeHandler) != null;
      InformationalResponseFilter.install(
          channel, mayUpgrade ? NettyPipeline.H2CUpgradeHandler : codec.name());
      UnsolicitedDataGuard guard = new UnsolicitedDataGuard();
      Messages messages = guard.new Messages();
      pipeline
          .addAfter(InformationalResponseFilter.NAME, MESSAGES, messages)
          .addBefore(codec.name(), "atlas-restore-bytes", guard.new RawBytes(messages));
    }
  }

  /** Sees the bytes of the connection before they are decoded. */
  private final class RawBytes extends ChannelInboundHandlerAdapter {
    private final Messages messages;

    private RawBytes(Messages messages) {
      this.messages = messages;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (!(message instanceof ByteBuf bytes)) {
        context.fireChannelRead(message);
      } else if (requestInFlight) {
        receivedBytes = true;
        decode(context, bytes);
      } else {
        bytes.release();
        context.close();
      }
    }

    private void decode(ChannelHandlerContext context, ByteBuf bytes) {
      bytes.retain(); // The decoder releases the bytes, and they are examined after that.
      decoding = true;
      try {
        context.fireChannelRead(bytes);
        decoderMayKeepBytes |= bytes.isReadable();
      } finally {
        decoding = false;
        bytes.release();
      }
      if (heldBack != null) {
        messages.endResponse(heldBack);
      }
    }
  }

  /** Sees requests and decoded responses. */
  private final class Messages extends ChannelDuplexHandler {
    private @Nullable ChannelHandlerContext context;

    private UnsolicitedDataGuard guard() {
      return UnsolicitedDataGuard.this;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
      context = added;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise written) {
      if (message instanceof HttpRequest request) {
        if (nextTarget != null) {
          request.setUri(nextTarget);
          nextTarget = null;
        }
        requestInFlight = true;
        used = true;
        receivedBytes = false;
      }
      context.write(message, written);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      consumeFailure(
          new PrematureChannelClosureException("the connection was closed before the response"));
      context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
      if (!consumeFailure(failure)) {
        context.fireExceptionCaught(failure);
      }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof HttpResponse response) {
        if (response.decoderResult().isFailure()
            && consumeFailure(response.decoderResult().cause())) {
          ReferenceCountUtil.release(message);
          return;
        }
        failureConsumer = null; // The response has begun.
      }
      if (heldBack != null) {
        moreMessagesCame = true;
        ReferenceCountUtil.release(message);
      } else if (decoding && message instanceof LastHttpContent last) {
        heldBack = last;
      } else {
        context.fireChannelRead(message);
      }
    }

    private void endResponse(LastHttpContent last) {
      heldBack = null;
      requestInFlight = false;
      idleSinceNanos = System.nanoTime();
      if (context == null) {
        last.release();
        return;
      }
      if (moreMessagesCame || decoderMayKeepBytes) {
        context.close();
      }
      context.fireChannelRead(last);
    }
  }
}
