package dev.atlasrestore.benchmarks.endtoend.download;

import dev.atlasrestore.DownloadedArchive;
import dev.atlasrestore.transport.jersey.JerseyRestoreJobs;
import dev.atlasrestore.transport.reactor.ReactorRestoreJobs;
import dev.atlasrestore.transport.vertx.VertxRestoreJobs;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import jakarta.ws.rs.client.Client;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.function.IntFunction;
import org.glassfish.jersey.apache5.connector.Apache5ConnectorProvider;
import org.glassfish.jersey.client.ClientConfig;
import org.glassfish.jersey.client.JerseyClientBuilder;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;

/** The transports, and their HTTP stacks alone. */
enum Downloaders {
  JERSEY("Jersey", OurJersey::new, PlainJersey::new),
  REACTOR("Reactor Netty", OurReactor::new, PlainReactor::new),
  VERTX("Vert.x", OurVertx::new, PlainVertx::new);

  private final String title;

  @SuppressWarnings("ImmutableEnumChecker") // the factories have no state
  private final IntFunction<Downloader> transport;

  @SuppressWarnings("ImmutableEnumChecker") // the factories have no state
  private final IntFunction<Downloader> stack;

  Downloaders(String title, IntFunction<Downloader> transport, IntFunction<Downloader> stack) {
    this.title = title;
    this.transport = transport;
    this.stack = stack;
  }

  String title() {
    return title;
  }

  Downloader openTransport(int port) {
    return transport.apply(port);
  }

  Downloader openStack(int port) {
    return stack.apply(port);
  }

  private static String verified(DownloadedArchive archive) {
    return archive.requireVerified().sha1();
  }

  private static final class OurJersey implements Downloader {
    private final JerseyRestoreJobs jobs;

    OurJersey(int port) {
      this.jobs = JerseyRestoreJobs.create(FileServer.config(port));
    }

    @Override
    public String download(Path target) {
      return verified(jobs.download(FileServer.REF, target));
    }

    @Override
    public void readJob() {
      jobs.get(FileServer.REF);
    }

    @Override
    public void close() {
      jobs.close();
    }
  }

  private static final class PlainJersey implements Downloader {
    private final int port;
    private final Client client =
        JerseyClientBuilder.createClient(
            new ClientConfig().connectorProvider(new Apache5ConnectorProvider()));

    PlainJersey(int port) {
      this.port = port;
    }

    @Override
    public String download(Path target) throws Exception {
      try (HashedFile file = new HashedFile(target);
          InputStream body =
              client.target(FileServer.file(port)).request().get(InputStream.class)) {
        byte[] part = new byte[1 << 16];
        for (int length = body.read(part); length >= 0; length = body.read(part)) {
          file.write(ByteBuffer.wrap(part, 0, length));
        }
        return file.finish();
      }
    }

    @Override
    public void close() {
      client.close();
    }
  }

  private static final class OurReactor implements Downloader {
    private final ReactorRestoreJobs jobs;

    OurReactor(int port) {
      this.jobs = ReactorRestoreJobs.create(FileServer.config(port));
    }

    @Override
    public String download(Path target) {
      return verified(jobs.download(FileServer.REF, target).blockOptional().orElseThrow());
    }

    @Override
    public void readJob() {
      jobs.get(FileServer.REF).block();
    }

    @Override
    public void close() {
      jobs.close();
    }
  }

  private static final class PlainReactor implements Downloader {
    private final int port;
    private final HttpClient client = HttpClient.newConnection();

    PlainReactor(int port) {
      this.port = port;
    }

    @Override
    public String download(Path target) throws Exception {
      try (HashedFile file = new HashedFile(target)) {
        client
            .get()
            .uri(FileServer.file(port))
            .response((response, body) -> body.retain())
            .publishOn(Schedulers.boundedElastic(), 32)
            .doOnNext(
                part -> {
                  file.write(part.nioBuffer());
                  part.release();
                })
            .blockLast();
        return file.finish();
      }
    }

    @Override
    public void close() {
      // The connection is not kept.
    }
  }

  /** Waits for the result of a future. */
  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  private static final class OurVertx implements Downloader {
    private final Vertx vertx = Vertx.vertx();
    private final VertxRestoreJobs jobs;

    OurVertx(int port) {
      this.jobs = VertxRestoreJobs.create(vertx, FileServer.config(port));
    }

    @Override
    public String download(Path target) {
      return verified(await(jobs.download(FileServer.REF, target)));
    }

    @Override
    public void readJob() {
      await(jobs.get(FileServer.REF));
    }

    @Override
    public void close() {
      jobs.close();
      await(vertx.close());
    }
  }

  /** Writes with the file of Vert.x. The SHA-1 is computed on the event loop. */
  private static final class PlainVertx implements Downloader {
    private final int port;
    private final Vertx vertx = Vertx.vertx();
    private final io.vertx.core.http.HttpClient client = vertx.createHttpClient();

    PlainVertx(int port) {
      this.port = port;
    }

    @Override
    public String download(Path target) throws Exception {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      AsyncFile file =
          await(
              vertx
                  .fileSystem()
                  .open(target.toString(), new OpenOptions().setRead(false).setCreateNew(true)));
      await(
          client
              .request(HttpMethod.GET, port, "127.0.0.1", FileServer.file(port).getPath())
              .compose(request -> request.send())
              .compose(response -> write(response, file, sha1))
              .compose(done -> file.flush())
              .compose(done -> file.close()));
      return HexFormat.of().formatHex(sha1.digest());
    }

    private static Future<Void> write(
        HttpClientResponse response, AsyncFile file, MessageDigest sha1) {
      response.handler(
          part -> {
            sha1.update(part.getBytes());
            file.write(part);
            if (file.writeQueueFull()) {
              response.pause();
              file.drainHandler(drained -> response.resume());
            }
          });
      return response.end();
    }

    @Override
    public void close() {
      await(client.close());
      await(vertx.close());
    }
  }
}
