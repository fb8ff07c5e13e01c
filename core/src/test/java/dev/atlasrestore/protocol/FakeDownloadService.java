package dev.atlasrestore.protocol;

import dev.atlasrestore.ApiError;
import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.Delivery;
import dev.atlasrestore.DeliveryMethod;
import dev.atlasrestore.DeliveryStatus;
import dev.atlasrestore.FileHash;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.Samples;
import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.codec.RestoreJobCodec;
import dev.atlasrestore.exchange.BodySink;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.Dialogue;
import dev.atlasrestore.exchange.FakeClock;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.exchange.Step;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntPredicate;

/**
 * A runner and a service with one restore job, on a fake clock. Each read of the job returns the
 * next job of {@link #reads}; further reads return the last one. Each request to the link gets the
 * next scripted reply.
 */
final class FakeDownloadService {

  static final String LINK = "https://files.example.com/key-4711/Cluster0.tar.gz";
  static final String NAME = "Cluster0.tar.gz";

  final FakeClock clock = new FakeClock();

  /** The requests to the link, in order. */
  final List<HttpRequest> linkRequests = new ArrayList<>();

  /** The pauses, in order, without those of no length. */
  final List<Duration> pauses = new ArrayList<>();

  private final Deque<RestoreJob> reads = new ArrayDeque<>();
  private final Deque<LinkReply> replies = new ArrayDeque<>();
  private int jobReads;
  private int goodReads = Integer.MAX_VALUE;
  private HttpResponse refusal = Dialogue.response(200, "");

  /**
   * A reply of the link.
   *
   * @param status the status; 0 if no response arrives
   * @param headers the header fields, each like {@code Name: value}
   * @param body the bytes that arrive
   * @param end the failure after the body; empty if the response is complete
   */
  record LinkReply(int status, List<String> headers, String body, Optional<TransportFailure> end) {

    static LinkReply of(int status, byte[] body, String... headers) {
      return new LinkReply(
          status,
          Arrays.asList(headers),
          new String(body, StandardCharsets.UTF_8),
          Optional.empty());
    }

    static LinkReply of(int status, String... headers) {
      return of(status, new byte[0], headers);
    }

    static LinkReply lost(TransportFailure failure) {
      return new LinkReply(0, List.of(), "", Optional.of(failure));
    }

    /** The response breaks off after its body. */
    LinkReply cut() {
      return ending(TransportFailure.Kind.TRUNCATED);
    }

    /** The body is larger than the runner may keep. */
    LinkReply tooLarge() {
      return ending(TransportFailure.Kind.TOO_LARGE);
    }

    private LinkReply ending(TransportFailure.Kind kind) {
      return new LinkReply(status, headers, body, Optional.of(TransportFailure.unknown(kind)));
    }
  }

  /** Returns calls whose reads of the job get {@link #reads}. */
  RestoreJobCalls calls(AtlasConfig config) {
    RestoreJobCodec codec =
        body ->
            new JobDocument(
                reads.size() > 1 ? reads.poll() : reads.peek(),
                new String(body, StandardCharsets.UTF_8).equals("error")
                    ? new ApiError(
                        Optional.of("REFUSED"), Optional.empty(), Optional.empty(), List.of())
                    : ApiError.NONE);
    return new RestoreJobCalls(config, codec);
  }

  private record JobDocument(RestoreJob job, ApiError error) implements RestoreJobCodec.Document {
    @Override
    public OptionalInt envelopeStatus() {
      return OptionalInt.empty();
    }
  }

  FakeDownloadService reads(RestoreJob... jobs) {
    reads.addAll(Arrays.asList(jobs));
    return this;
  }

  /**
   * After this number of reads of the job, each request for it gets this status and field. It is an
   * error of the service if the field is {@code X-Error}.
   */
  FakeDownloadService refusesReads(int after, int status, String header) {
    goodReads = after;
    refusal = Dialogue.response(status, header.startsWith("X-Error") ? "error" : "page", header);
    return this;
  }

  FakeDownloadService replies(LinkReply... scripted) {
    replies.addAll(Arrays.asList(scripted));
    return this;
  }

  /** Returns how often the job was read. */
  int jobReads() {
    return jobReads;
  }

  static RestoreJob available() {
    return job(
        Delivery.builder().method(DeliveryMethod.HTTP).status(DeliveryStatus.READY).url(LINK));
  }

  static RestoreJob job(Delivery.Builder delivery) {
    return Samples.job("FINISHED").toBuilder().delivery(delivery.build()).build();
  }

  /** Returns the job after a complete download. */
  static RestoreJob withHash(String sha1) {
    return available().toBuilder()
        .hashes(List.of(new FileHash(Optional.of("SHA1"), Optional.of(NAME), Optional.of(sha1))))
        .build();
  }

  static String sha1(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Runs a call to its end. */
  <T> Step<T> run(Call<T> call) {
    return run(call, number -> false).orElseThrow();
  }

  /**
   * Runs a call.
   *
   * @param cancels whether the runner cancels the call at the step with this number, from 0
   * @return the end of the call; empty if it was cancelled
   */
  <T> Optional<Step<T>> run(Call<T> call, IntPredicate cancels) {
    Step<T> step = call.start(clock.now());
    for (int number = 0; step instanceof Step.Pending<T> pending; number++) {
      if (cancels.test(number)) {
        pending.cancelled(clock.now()).ifPresent(work -> work.run(clock.now()));
        return Optional.empty();
      }
      step = next(pending);
    }
    return Optional.of(step);
  }

  private <T> Step<T> next(Step.Pending<T> pending) {
    if (pending instanceof Step.Send<T> send) {
      jobReads++;
      HttpResponse response = jobReads > goodReads ? refusal : Dialogue.response(200, "{}");
      return send.answered(response, clock.now());
    }
    if (pending instanceof Step.Pause<T> pause) {
      if (!pause.delay().isZero()) {
        pauses.add(pause.delay());
      }
      clock.advance(pause.delay());
      return pause.elapsed(clock.now());
    }
    if (pending instanceof Step.Blocking<T> blocking) {
      return blocking.run(clock.now());
    }
    return transfer((Step.Transfer<T>) pending);
  }

  private <T> Step<T> transfer(Step.Transfer<T> transfer) {
    linkRequests.add(transfer.request());
    LinkReply reply = replies.remove();
    if (reply.status == 0) {
      return transfer.unanswered(reply.end.orElseThrow(), clock.now());
    }
    HttpResponse head = Dialogue.response(reply.status, "", reply.headers.toArray(String[]::new));
    Optional<BodySink> sink = transfer.sinkFor().apply(head);
    if (sink.isPresent()) {
      ByteBuffer body = ByteBuffer.wrap(bytes(reply.body));
      try {
        while (body.hasRemaining()) {
          sink.get().write(body.slice(body.position(), Math.min(7, body.remaining())));
          body.position(Math.min(body.limit(), body.position() + 7));
        }
      } catch (IOException | RuntimeException thrown) {
        return transfer.unanswered(
            TransportFailure.unknown(TransportFailure.Kind.OTHER, thrown), clock.now());
      }
    }
    return reply.end.isPresent()
        ? transfer.unanswered(reply.end.get(), clock.now())
        : transfer.answered(head, clock.now());
  }
}
