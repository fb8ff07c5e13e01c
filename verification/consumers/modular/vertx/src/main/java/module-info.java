/** An application on Vert.x. */
module dev.atlasrestore.consumers.vertx {
  requires dev.atlasrestore.codec.jsonb;
  requires dev.atlasrestore.core;
  requires dev.atlasrestore.testkit;
  requires dev.atlasrestore.transport.vertx;
  requires io.vertx.core;
  requires io.vertx.web.client;
}
