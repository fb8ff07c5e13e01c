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
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Serves one connection. Supports requests without a body, one at a time. Reads only the target and
 * the {@code Authorization} field, so that most of the machine is left to the client.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the connection
final class Connection extends ByteToMessageDecoder {

  /** Paths with this prefix need no credentials. */
  static final String OPEN_PREFIX = "/open";

  private static final JobDocument JOB = new JobDocument();
  private static final ByteBuf END_OF_HEAD = Unpooled.wrappedBuffer(new byte[] {13, 10, 13, 10});
  private static final String AUTHORIZATION = "\nauthorization:";
  private static final String SAMPLE_CREDENTIALS =
      "Digest username=\"benchmark\", realm=\"MMS Public API\", nonce=\"c3Vycm91bmRlZCBieSBub25jZXM=\","
          + " uri=\"/api/atlas/v1.0/groups\", response=\"6629fae49393a05397450978507c4ef1\","
          + " cnonce=\"f2a3b1c4d5e6f708192a3b4c5d6e7f80\", nc=00000001, algorithm=MD5, qop=auth";

  private final Supplier<Rules> rules;
  private final NonceBook nonces;
  private final LongAdder requests;
  private final DigestCheck digest = new DigestCheck();

  /** Keeps the result of the check of sample credentials, so that the JVM cannot omit the check. */
  @SuppressWarnings({"FieldCanBeLocal", "UnusedVariable"})
  private boolean sampleIsValid;

  Connection(Supplier<Rules> rules, NonceBook nonces, LongAdder requests) {
    this.rules = rules;
    this.nonces = nonces;
    this.requests = requests;
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close(); // Clients may reset their connections when they close.
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    int end = ByteBufUtil.indexOf(END_OF_HEAD, in);
    if (end >= 0) {
      String head = in.readCharSequence(end - in.readerIndex() + 4, ISO_8859_1).toString();
      requests.increment();
      respond(context, head);
    }
  }

  private void respond(ChannelHandlerContext context, String head) {
    Rules current = rules.get();
    ByteBuf response = response(context, head, current.admission());
    if (current.delayMillis() == 0) {
      context.writeAndFlush(response, context.voidPromise());
    } else {
      Runnable write = () -> context.writeAndFlush(response, context.voidPromise());
      context.executor().schedule(write, current.delayMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private ByteBuf response(ChannelHandlerContext context, String head, Admission admission) {
    int start = head.indexOf(' ') + 1;
    String target = head.substring(start, head.indexOf(' ', start));
    if (target.startsWith(OPEN_PREFIX) || admission == Admission.OPEN) {
      // The server does the same work for all requests. Otherwise throughputs would not compare.
      sampleIsValid = digest.isValid(target, Credentials.of(SAMPLE_CREDENTIALS));
    } else {
      String field = authorization(head);
      Credentials credentials = field == null ? null : Credentials.of(field);
      if (credentials == null || !digest.isValid(target, credentials)) {
        return challenge(false);
      }
      long count = Long.parseLong(credentials.count, 16);
      if (!nonces.use(credentials.nonce, count, admission)) {
        return challenge(true);
      }
    }
    return JOB.responseTo(target, context.alloc());
  }

  private static @Nullable String authorization(String head) {
    for (int line = head.indexOf('\n'); line >= 0; line = head.indexOf('\n', line + 1)) {
      if (head.regionMatches(true, line, AUTHORIZATION, 0, AUTHORIZATION.length())) {
        return head.substring(line + AUTHORIZATION.length(), head.indexOf('\r', line));
      }
    }
    return null;
  }

  /** Returns a response with a challenge that has the form of the challenges of Atlas. */
  private ByteBuf challenge(boolean stale) {
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
