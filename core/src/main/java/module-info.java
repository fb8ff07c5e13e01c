/** Domain, port and protocol of atlas-restore-jobs. Needs nothing but {@code java.base}. */
module dev.atlasrestore.core {
  requires static org.jspecify;

  exports dev.atlasrestore;
  exports dev.atlasrestore.codec;
  exports dev.atlasrestore.exchange;
  exports dev.atlasrestore.protocol;
}
