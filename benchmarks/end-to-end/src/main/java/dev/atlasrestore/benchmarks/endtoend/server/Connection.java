package dev.atlasrestore.benchmarks.endtoend.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.atlasrestore.benchmarks.endtoend.server.Rules.Admission;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Serves one connection: requests without bodies, one after the other. It looks at the request
 * target and at {@code Authorization} and at nothing else, to leave the machine to the client.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what cannot be written has nobody to go to
final class Connection extends ByteToMessageDecoder {

  /** Whoever asks below this is not asked for credentials. */
  static final String OPEN_PATH = "/open";

  private static final ByteBuf END_OF_HEAD = Unpooled.wrappedBuffer(new byte[] {13, 10, 13, 10});
  private static final String AUTHORIZATION = "\nauthorization:";
  private static final String SOMEBODYS =
      "Digest username=\"benchmark\", realm=\"MMS Public API\", nonce=\"c3Vycm91bmRlZCBieSBub25jZXM=\","
          + " uri=\"/api/atlas/v1.0/groups\", response=\"6629fae49393a05397450978507c4ef1\","
          + " cnonce=\"f2a3b1c4d5e6f708192a3b4c5d6e7f80\", nc=00000001, algorithm=MD5, qop=auth";

  private final Supplier<Rules> rules;
  private final NonceBook nonces;
  private final Counters counters;
  private final DigestCheck digest = new DigestCheck();

  /** Whoever is not asked for credentials costs the server what looking at some costs. */
  @SuppressWarnings({"FieldCanBeLocal", "UnusedVariable"}) // or nothing would be worked out
  private boolean asMuchWork;

  Connection(Supplier<Rules> rules, NonceBook nonces, Counters counters) {
    this.rules = rules;
    this.nonces = nonces;
    this.counters = counters;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) throws Exception {
    counters.connections.increment();
    counters.open.increment();
    super.channelActive(context);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    counters.open.decrement();
    super.channelInactive(context);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close(); // a client that is done resets its connections
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    int end = ByteBufUtil.indexOf(END_OF_HEAD, in);
    if (end >= 0) {
      String head = in.readCharSequence(end - in.readerIndex() + 4, ISO_8859_1).toString();
      counters.requests.increment();
      answer(context, head);
    }
  }

  private void answer(ChannelHandlerContext context, String head) {
    int first = head.indexOf(' ') + 1;
    String target = head.substring(first, head.indexOf(' ', first));
    Rules now = rules.get();
    ByteBuf answer = answer(context, head, target, now);
    if (now.delayMillis() == 0) {
      context.writeAndFlush(answer, context.voidPromise());
    } else {
      Runnable later = () -> context.writeAndFlush(answer, context.voidPromise());
      context.executor().schedule(later, now.delayMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private ByteBuf answer(ChannelHandlerContext context, String head, String target, Rules now) {
    if (target.startsWith(OPEN_PATH) || now.admission() == Admission.OPEN) {
      asMuchWork = digest.isRight(target, Credentials.of(SOMEBODYS));
    } else {
      String text = credentials(head);
      Credentials sent = text == null ? null : Credentials.of(text);
      if (sent == null || !digest.isRight(target, sent)) {
        return refusal(false);
      }
      if (!nonces.admits(now.admission(), sent.nonce, Long.parseLong(sent.count, 16))) {
        return refusal(true);
      }
    }
    JobDocument job = now.running() ? JobDocument.RUNNING : JobDocument.FINISHED;
    return job.answerTo(target, context.alloc());
  }

  private static @Nullable String credentials(String head) {
    for (int at = head.indexOf('\n'); at >= 0; at = head.indexOf('\n', at + 1)) {
      if (head.regionMatches(true, at, AUTHORIZATION, 0, AUTHORIZATION.length())) {
        return head.substring(at + AUTHORIZATION.length(), head.indexOf('\r', at));
      }
    }
    return null;
  }

  /** The challenge has the shape of the service's. */
  private ByteBuf refusal(boolean stale) {
    counters.refused.increment();
    String body =
        "{\"detail\":\"You are not authorized.\",\"error\":401,\"reason\":\"Unauthorized\"}";
    String text =
        "HTTP/1.1 401 Unauthorized\r\n"
            + "WWW-Authenticate: Digest realm=\""
            + DigestCheck.REALM
            + "\", domain=\"\", nonce=\""
            + nonces.issue()
            + "\", algorithm=MD5, qop=\"auth\", stale="
            + stale
            + "\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body;
    return Unpooled.wrappedBuffer(text.getBytes(ISO_8859_1));
  }
}
