package dev.atlasrestore.consumers.core;

import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.codec.jsonb.JsonbRestoreJobCodec;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.ElapsedClock;
import dev.atlasrestore.exchange.HttpHeader;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.exchange.Step;
import dev.atlasrestore.protocol.RestoreJobCalls;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;

/** Reads a restore job with core, codec and the HTTP client of {@code java.base}. */
public final class Main {

  private static final ElapsedClock CLOCK = new ElapsedClock();

  private Main() {}

  /** Fails if the job cannot be read, or if the program is not a named module. */
  public static void main(String[] args) throws InterruptedException {
    try (FakeAtlas atlas = FakeAtlas.start()) {
      RestoreJob stored = RestoreJobFixtures.finished();
      atlas.put(RestoreJobFixtures.ref(), stored);
      RestoreJobCalls calls = new RestoreJobCalls(atlas.config(), new JsonbRestoreJobCodec());
      RestoreJob read = run(calls.get(RestoreJobFixtures.ref()));
      if (!read.equals(stored) || !Main.class.getModule().isNamed()) {
        throw new AssertionError("Read " + read + " in " + Main.class.getModule());
      }
      System.out.println("Core: read the job in " + Main.class.getModule());
    }
  }

  private static <T> T run(Call<T> call) throws InterruptedException {
    Step<T> step = call.start(CLOCK.instant());
    while (!(step instanceof Step.Done<T> done)) {
      if (step instanceof Step.Send<T> send) {
        step = exchange(send);
      } else if (step instanceof Step.Pause<T> pause) {
        Thread.sleep(pause.delay().toMillis() + 1);
        step = pause.elapsed(CLOCK.instant());
      } else {
        throw ((Step.Failed<T>) step).error();
      }
    }
    return done.value();
  }

  private static <T> Step<T> exchange(Step.Send<T> send) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) send.request().uri().toURL().openConnection();
      connection.setInstanceFollowRedirects(false);
      connection.setReadTimeout((int) send.timeout().toMillis());
      send.request().headers().forEach(h -> connection.setRequestProperty(h.name(), h.value()));
      int status = connection.getResponseCode();
      List<HttpHeader> headers = new ArrayList<>();
      for (int i = 1; connection.getHeaderField(i) != null; i++) {
        headers.add(new HttpHeader(connection.getHeaderFieldKey(i), connection.getHeaderField(i)));
      }
      try (InputStream body =
          status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
        byte[] bytes = body == null ? new byte[0] : body.readNBytes(send.maxBodyBytes());
        return send.answered(HttpResponse.of(status, headers, bytes), CLOCK.instant());
      }
    } catch (IOException e) {
      return send.unanswered(
          TransportFailure.unknown(TransportFailure.Kind.OTHER, e), CLOCK.instant());
    }
  }
}
