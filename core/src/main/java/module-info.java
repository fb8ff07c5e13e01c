/** Restore jobs: domain, ports, HTTP Digest and protocol. Requires {@code java.base} only. */
module dev.atlasrestore.core {
  requires static org.jspecify;

  exports dev.atlasrestore;
  exports dev.atlasrestore.codec;
  exports dev.atlasrestore.exchange;
  exports dev.atlasrestore.protocol;
}
