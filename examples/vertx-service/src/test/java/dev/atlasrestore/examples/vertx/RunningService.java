package dev.atlasrestore.examples.vertx;

import dev.atlasrestore.testkit.FakeAtlas;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** The service deployed against a fake Ops Manager, with an HTTP client that calls it. */
final class RunningService implements AutoCloseable {

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient caller =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final RestoreService service = new RestoreService();
  private final String deployment;

  private RunningService(JsonObject config) throws Exception {
    try {
      deployment = end(vertx.deployVerticle(service, new DeploymentOptions().setConfig(config)));
    } catch (Exception e) {
      end(vertx.close());
      throw e;
    }
  }

  /** Starts a fake Atlas with the base path of Ops Manager. */
  static FakeAtlas fakeOpsManager() {
    return FakeAtlas.builder().basePath("/api/public/v1.0").start();
  }

  static RunningService start(FakeAtlas atlas) throws Exception {
    return start(config(atlas));
  }

  static RunningService start(JsonObject config) throws Exception {
    return new RunningService(config);
  }

  static JsonObject config(FakeAtlas atlas) {
    return new JsonObject()
        .put("product", "ops-manager")
        .put("opsManager", "http://" + atlas.baseUri().getAuthority())
        .put("publicKey", atlas.config().key().publicKey())
        .put("privateKey", atlas.config().key().privateKey())
        .put("downloads", "target")
        .put("port", -1)
        .put("pollInterval", "PT0.05S");
  }

  Vertx vertx() {
    return vertx;
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return caller.send(request(path), HttpResponse.BodyHandlers.ofString());
  }

  /** Starts a download and returns the status of the response. */
  int post(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + path))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    return caller.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  /**
   * Returns the lines of a response as they arrive, including its header section and its chunk
   * sizes. Closing the reader closes the connection.
   */
  BufferedReader stream(String path) throws IOException {
    Socket socket = new Socket("127.0.0.1", service.port());
    String request = "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + path)).build();
  }

  void undeploy() throws Exception {
    end(vertx.undeploy(deployment));
  }

  static <T> T end(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws Exception {
    end(vertx.close());
  }
}
