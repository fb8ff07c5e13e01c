/** Core and codec; nothing beyond the JDK moves the bytes. */
module dev.atlasrestore.consumers.core {
  requires dev.atlasrestore.codec.jsonb;
  requires dev.atlasrestore.core;
  requires dev.atlasrestore.testkit;
}
