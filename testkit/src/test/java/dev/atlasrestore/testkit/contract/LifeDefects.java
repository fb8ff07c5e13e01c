package dev.atlasrestore.testkit.contract;

import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.HttpResponse;
import java.net.Authenticator;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;

/** How runners go wrong in the life of a run. */
final class LifeDefects {

  private LifeDefects() {}

  static List<Defect<RunnerUnderTest>> all() {
    return List.of(
        new Defect<>("pauses too shortly", "run10_aPauseLasts", LifeDefects::pausingTooShortly),
        new Defect<>("pauses on shared threads", "run10_aPauseBlocks", LifeDefects::onFewThreads),
        new Defect<>("wraps failures", "run11", LifeDefects::wrapping),
        new Defect<>("runs a call once for all", "run12", LifeDefects::remembering),
        new Defect<>("mixes up answers", "run13", LifeDefects::mixing),
        new Defect<>("sends when cancelled", "run14_cancelledBefore", LifeDefects::sendingAnyway),
        new Defect<>("cannot cancel an answer", "run14_cancelledAs", LifeDefects::goingOn),
        new Defect<>("cannot cancel a connect", "run14_cancelledWhileC", LifeDefects::goingOn),
        new Defect<>("cannot cancel an exchange", "run14_cancelledWhileW", LifeDefects::goingOn),
        new Defect<>("cannot cancel a body", "run14_cancelledWhileR", LifeDefects::goingOn),
        new Defect<>("cannot cancel a pause", "run14_cancelledWhileP", LifeDefects::goingOn),
        new Defect<>("asks the whole JVM", "run18", LifeDefects::askingTheJvm),
        new Defect<>("needs a context class loader", "run20", LifeDefects::loadingByContext),
        new Defect<>("keeps connections", "s21_aClosedRunner", ToyRunner::new),
        new Defect<>("swallows errors", "run21", LifeDefects::swallowing));
  }

  private static ToyRunner pausingTooShortly() {
    return new ToyRunner() {
      @Override
      void pause(Duration delay) throws InterruptedException {
        super.pause(delay.dividedBy(10));
      }
    };
  }

  private static ToyRunner onFewThreads() {
    return new ToyRunner() {
      @Override
      ExecutorService threads() {
        return Executors.newFixedThreadPool(4);
      }
    };
  }

  private static ToyRunner wrapping() {
    return new ToyRunner() {
      @Override
      <T> T run(Call<T> call) throws Exception {
        try {
          return super.run(call);
        } catch (RuntimeException e) {
          throw new IllegalStateException("wrapped", e);
        }
      }
    };
  }

  private static ToyRunner remembering() {
    Map<Call<?>, Object> results = new ConcurrentHashMap<>();
    return new ToyRunner() {
      @Override
      @SuppressWarnings("unchecked")
      <T> T run(Call<T> call) throws Exception {
        Object result = results.get(call);
        if (result == null) {
          result = super.run(call);
          results.put(call, result);
        }
        return (T) result;
      }
    };
  }

  private static ToyRunner mixing() {
    AtomicReference<HttpResponse> last = new AtomicReference<>();
    return new ToyRunner() {
      @Override
      HttpResponse response(java.net.http.HttpResponse<byte[]> answer) {
        HttpResponse mine = super.response(answer);
        HttpResponse another = last.getAndSet(mine);
        return another == null ? mine : another;
      }
    };
  }

  private static ToyRunner sendingAnyway() {
    return new ToyRunner() {
      @Override
      void requireNotCancelled() {
        Thread.interrupted(); // and forgets it
      }
    };
  }

  private static ToyRunner goingOn() {
    return new ToyRunner() {
      @Override
      void cancel(Future<?> run) {
        // it goes on and on
      }
    };
  }

  private static ToyRunner askingTheJvm() {
    return ExchangeDefects.on(HttpClient.newBuilder().authenticator(Authenticator.getDefault()));
  }

  private static ToyRunner loadingByContext() {
    return new ToyRunner() {
      @Override
      public <T> Running<T> start(Call<T> call) {
        Objects.requireNonNull(Thread.currentThread().getContextClassLoader());
        return super.start(call);
      }
    };
  }

  private static ToyRunner swallowing() {
    return new ToyRunner() {
      @Override
      <T> T run(Call<T> call) throws Exception {
        try {
          return super.run(call);
        } catch (Error e) {
          throw new IllegalStateException("it went wrong");
        }
      }
    };
  }
}
