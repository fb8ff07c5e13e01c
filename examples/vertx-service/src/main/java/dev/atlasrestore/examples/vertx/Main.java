package dev.atlasrestore.examples.vertx;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Starts the service. The key comes from the environment variables {@code ATLAS_PUBLIC_KEY} and
 * {@code ATLAS_PRIVATE_KEY}. {@code ATLAS_PRODUCT} names the product, {@code ATLAS_HOST} the
 * address of Ops Manager, and {@code ATLAS_DOWNLOADS} the folder of downloads.
 */
public final class Main {

  private static final Map<String, String> VARIABLES =
      Map.of(
          "ATLAS_PRODUCT", "product",
          "ATLAS_HOST", "opsManager",
          "ATLAS_PUBLIC_KEY", "publicKey",
          "ATLAS_PRIVATE_KEY", "privateKey",
          "ATLAS_DOWNLOADS", "downloads",
          "THREADING", "threading");

  private Main() {}

  /** Starts the service. Exits with 1 if the start fails. */
  public static void main(String[] args) {
    Vertx vertx = Vertx.vertx();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(vertx)));
    RestoreService service = new RestoreService();
    vertx
        .deployVerticle(service, new DeploymentOptions().setConfig(config(System.getenv())))
        .onSuccess(id -> System.out.println("Listening on port " + service.port()))
        .onFailure(
            failure -> {
              System.err.println(failure.getMessage());
              // The shutdown hook waits for this event loop, so another thread calls exit.
              new Thread(() -> System.exit(1)).start();
            });
  }

  static JsonObject config(Map<String, String> environment) {
    JsonObject config = new JsonObject();
    VARIABLES.forEach(
        (variable, setting) -> {
          if (environment.containsKey(variable)) {
            config.put(setting, environment.get(variable));
          }
        });
    return config;
  }

  private static void close(Vertx vertx) {
    try {
      vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      System.err.println("Vert.x did not close cleanly: " + e);
    }
  }
}
