package dev.atlasrestore.testkit.contract;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Kind;
import dev.atlasrestore.exchange.HttpHeader;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.exchange.Step;
import dev.atlasrestore.testkit.TestTls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Authenticator;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;

/** How runners go wrong in one exchange. */
final class ExchangeDefects {

  private ExchangeDefects() {}

  static List<Defect<RunnerUnderTest>> all() {
    return List.of(
        new Defect<>("decodes targets", "run01", ExchangeDefects::decodingTargets),
        new Defect<>(
            "keeps one of repeated fields",
            "run02",
            () ->
                changing(
                    fields -> {
                      Map<String, HttpHeader> last = new LinkedHashMap<>();
                      fields.forEach(field -> last.put(field.name(), field));
                      return new ArrayList<>(last.values());
                    })),
        new Defect<>(
            "reverses repeated fields",
            "run02",
            () ->
                changing(
                    fields -> {
                      Collections.reverse(fields);
                      return fields;
                    })),
        new Defect<>("sends twice", "run03_aRequestThatWasAnswered", ExchangeDefects::sendingTwice),
        new Defect<>("sends twice what is lost", "run03_aPooled", ExchangeDefects::sendingTwice),
        new Defect<>("sends again when dropped", "run03_aRequestThatWasDropped", ToyRunner::new),
        new Defect<>("sends again and again", "run03_onAReused", ExchangeDefects::sendingAgain),
        new Defect<>("asks for compression", "run03_fields", ExchangeDefects::askingForCompression),
        new Defect<>(
            "follows redirects",
            "run04",
            () -> on(HttpClient.newBuilder().followRedirects(HttpClient.Redirect.ALWAYS))),
        new Defect<>(
            "answers challenges",
            "run05",
            () -> on(HttpClient.newBuilder().authenticator(knowingAPassword()))),
        new Defect<>("takes half a body", "run06_aTruncated", ExchangeDefects::takingHalfABody),
        new Defect<>(
            "knows no refusal", "run07", () -> reporting(TransportFailure.unknown(Kind.REFUSED))),
        new Defect<>(
            "says not sent", "run08", () -> reporting(TransportFailure.notSent(Kind.CLOSED))),
        new Defect<>("ends early", "run09_anAnswer", () -> timing(timeout -> Duration.ofMillis(1))),
        endingLate("run09_anAnswer"),
        endingLate("run09_aBodyThatS"),
        endingLate("run09_aBodyThatD"),
        endingLate("run09_aHead"),
        endingLate("run09_aConnection"),
        new Defect<>("frees nothing", "run09_aTimeoutF", ExchangeDefects::freeingNothing),
        new Defect<>("loses its places", "run09_aTimeoutA", ExchangeDefects::losingPlaces),
        endingLate("run09_informational"),
        endingLate("run09_aHandshakeThatH"),
        endingLate("run09_aHandshakeThatD"),
        new Defect<>("knows no cap", "run15_aBodyOver", () -> capping(cap -> 1 << 30)),
        new Defect<>("caps too early", "run15_aBodyOfTheCap", () -> capping(cap -> cap - 1)),
        new Defect<>("reads on", "run15_aBodyWithoutEnd", ExchangeDefects::readingOn),
        new Defect<>(
            "waits for an end",
            "run15_framing",
            () -> reporting(TransportFailure.unknown(Kind.TIMEOUT))),
        new Defect<>("opens bombs", "run15_aBomb", ExchangeDefects::openingBombs),
        new Defect<>(
            "waits for a huge chunk",
            "run06_aChunk",
            () -> timing(timeout -> Duration.ofMillis(300))),
        new Defect<>("takes the first length", "run06_lengths", NaiveRunner::new),
        new Defect<>("trusts nobody", "run17_aServer", ToyRunner::new),
        new Defect<>("trusts everybody", "run17_aCertificate", ExchangeDefects::trustingAll),
        new Defect<>("trusts everybody", "run17_whoWasNot", ExchangeDefects::trustingAll),
        new Defect<>(
            "takes what comes for its answer", "run22_anAnswerThatNobody", NaiveRunner::new),
        new Defect<>(
            "takes what comes for its answer", "run22_anAnswerThatComes", NaiveRunner::new),
        new Defect<>("takes what comes for its answer", "run22_bytes", NaiveRunner::new));
  }

  private static Defect<RunnerUnderTest> endingLate(String foundBy) {
    return new Defect<>("ends late", foundBy, () -> timing(timeout -> timeout.plusMillis(800)));
  }

  static Authenticator knowingAPassword() {
    return new Authenticator() {
      @Override
      protected PasswordAuthentication getPasswordAuthentication() {
        return new PasswordAuthentication("user", "password".toCharArray());
      }
    };
  }

  static ToyRunner on(HttpClient.Builder client) {
    return new ToyRunner() {
      @Override
      HttpClient client() {
        return client.version(HttpClient.Version.HTTP_1_1).build();
      }
    };
  }

  private static ToyRunner decodingTargets() {
    return new ToyRunner() {
      @Override
      HttpRequest request(Step.Send<?> send) {
        String uri = send.request().uri().toString();
        return HttpRequest.newBuilder(URI.create(uri.replace("%2F", "/"))).build();
      }
    };
  }

  static ToyRunner changing(Function<List<HttpHeader>, List<HttpHeader>> fields) {
    return new ToyRunner() {
      @Override
      HttpResponse response(java.net.http.HttpResponse<byte[]> answer) {
        List<HttpHeader> all = new ArrayList<>(super.response(answer).headers());
        return HttpResponse.of(answer.statusCode(), fields.apply(all), answer.body());
      }
    };
  }

  static ToyRunner sendingTwice() {
    return new ToyRunner() {
      @Override
      <T> Step<T> send(Step.Send<T> send) throws InterruptedException {
        super.send(send);
        return super.send(send);
      }
    };
  }

  private static ToyRunner sendingAgain() {
    return new ToyRunner() {
      @Override
      <T> Step<T> send(Step.Send<T> send) throws InterruptedException {
        for (int i = 0; i < 3; i++) {
          super.send(send);
        }
        return super.send(send);
      }
    };
  }

  static ToyRunner askingForCompression() {
    return new ToyRunner() {
      @Override
      HttpRequest request(Step.Send<?> send) {
        return HttpRequest.newBuilder(super.request(send), (name, value) -> true)
            .header("Accept-Encoding", "gzip")
            .build();
      }
    };
  }

  static ToyRunner takingHalfABody() {
    return new ToyRunner() {
      @Override
      <T> Step<T> unanswered(Step.Send<T> send, Throwable error, CappedBody.Handler body) {
        return body.hasBegun()
            ? send.answered(HttpResponse.of(200, List.of(), new byte[0]), now())
            : super.unanswered(send, error, body);
      }
    };
  }

  static ToyRunner reporting(TransportFailure failure) {
    return new ToyRunner() {
      @Override
      TransportFailure failure(Throwable error, CappedBody.Handler body) {
        return failure;
      }
    };
  }

  private static ToyRunner trustingAll() {
    return on(HttpClient.newBuilder().sslContext(TestTls.trustingAll()));
  }

  private static ToyRunner openingBombs() {
    return new ToyRunner() {
      @Override
      HttpResponse response(java.net.http.HttpResponse<byte[]> answer) {
        try (var opened = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
          return HttpResponse.of(answer.statusCode(), List.of(), opened.readAllBytes());
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }

  static ToyRunner timing(Function<Duration, Duration> timeout) {
    return new ToyRunner() {
      @Override
      Duration timeout(Step.Send<?> send) {
        return timeout.apply(send.timeout());
      }
    };
  }

  private static ToyRunner freeingNothing() {
    return new ToyRunner() {
      @Override
      void abort(Future<?> exchange) {
        // it goes on and on
      }
    };
  }

  /** Has a pool of places, and none comes back when time has run out. */
  private static ToyRunner losingPlaces() {
    AtomicInteger places = new AtomicInteger(4);
    return new ToyRunner() {
      @Override
      <T> Step<T> send(Step.Send<T> send) throws InterruptedException {
        try {
          return places.getAndDecrement() > 0
              ? super.send(send)
              : send.unanswered(TransportFailure.notSent(Kind.POOL_EXHAUSTED), now());
        } finally {
          places.incrementAndGet();
        }
      }

      @Override
      void abort(Future<?> exchange) {
        super.abort(exchange);
        places.decrementAndGet();
      }
    };
  }

  static ToyRunner capping(Function<Integer, Integer> cap) {
    return new ToyRunner() {
      @Override
      CappedBody.Handler body(Step.Send<?> send) {
        return new CappedBody.Handler(cap.apply(send.maxBodyBytes()), true);
      }
    };
  }

  private static ToyRunner readingOn() {
    return new ToyRunner() {
      @Override
      CappedBody.Handler body(Step.Send<?> send) {
        return new CappedBody.Handler(send.maxBodyBytes(), false);
      }
    };
  }
}
