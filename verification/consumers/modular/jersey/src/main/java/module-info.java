/** An application on Jersey. */
module dev.atlasrestore.consumers.jersey {
  requires dev.atlasrestore.codec.jsonb;
  requires dev.atlasrestore.core;
  requires dev.atlasrestore.testkit;
  requires dev.atlasrestore.transport.jersey;
}
