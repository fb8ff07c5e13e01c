package dev.atlasrestore.transport.reactor;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * Lets a connection be used again only if nothing came on it unasked.
 *
 * <p>Answers belong to requests by their order alone (RFC 9112, section 9.3). What comes behind an
 * answer, bytes without meaning or a second answer, would stay in the stack's decoder and be taken
 * for the next request's answer, or for the beginning of it. So the end of an answer is held back
 * until all that came with it is decoded; if anything is left, or may be left, the connection is
 * closed first, which keeps it out of the pool. Whatever comes while nothing is asked closes it
 * too.
 *
 * <p>Whether something is left can be seen on the bytes that were read, unless the decoder had kept
 * earlier ones: where an answer's head was read in two pieces the connection is closed as well. An
 * answer of the usual size comes in one.
 *
 * <p>For one connection, on its event loop.
 */
@SuppressWarnings(
    "FutureReturnValueIgnored") // whoever writes has the promise; nobody waits for a close
final class AnswerBoundary {

  private boolean asked;
  private boolean decoding;
  private boolean decoderMayHoldBytes;
  private boolean moreCame;
  private @Nullable LastHttpContent heldBack;

  private AnswerBoundary() {}

  /**
   * Behind the codec, and behind whoever hides answers that are none; once. A connection that first
   * negotiates its protocol has its codec only when that is done.
   */
  static void watchOn(Channel channel) {
    if (channel.pipeline().get(NettyPipeline.HttpCodec) != null
        && channel.pipeline().get(InformationalAnswers.NAME) == null) {
      InformationalAnswers.skipOn(channel);
      AnswerBoundary boundary = new AnswerBoundary();
      Answers answers = boundary.new Answers();
      channel
          .pipeline()
          .addAfter(InformationalAnswers.NAME, "atlas-restore-answers", answers)
          .addBefore(NettyPipeline.HttpCodec, "atlas-restore-bytes", boundary.new Bytes(answers));
    }
  }

  /** Sees what is read from the connection, before it is decoded. */
  private final class Bytes extends ChannelInboundHandlerAdapter {
    private final Answers answers;

    private Bytes(Answers answers) {
      this.answers = answers;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (!(message instanceof ByteBuf bytes)) {
        context.fireChannelRead(message);
      } else if (asked) {
        decode(context, bytes);
      } else {
        bytes.release();
        context.close();
      }
    }

    private void decode(ChannelHandlerContext context, ByteBuf bytes) {
      bytes.retain(); // to look at it when the decoder has let it go
      decoding = true;
      try {
        context.fireChannelRead(bytes);
        decoderMayHoldBytes |= bytes.isReadable();
      } finally {
        decoding = false;
        bytes.release();
      }
      if (heldBack != null) {
        answers.end(heldBack);
      }
    }
  }

  /** Sees requests and answers. */
  private final class Answers extends ChannelDuplexHandler {
    private @Nullable ChannelHandlerContext context;

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
      context = added;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise written) {
      if (message instanceof HttpRequest) {
        asked = true;
      }
      context.write(message, written);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (heldBack != null) {
        moreCame = true;
        ReferenceCountUtil.release(message);
      } else if (decoding && message instanceof LastHttpContent last) {
        heldBack = last;
      } else {
        context.fireChannelRead(message);
      }
    }

    private void end(LastHttpContent last) {
      heldBack = null;
      asked = false;
      if (context == null) {
        last.release();
        return;
      }
      if (moreCame || decoderMayHoldBytes) {
        context.close();
      }
      context.fireChannelRead(last);
    }
  }
}
