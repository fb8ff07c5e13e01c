/** A fake Atlas, fixtures, and the contracts that every transport must keep. */
module dev.atlasrestore.testkit {
  requires transitive dev.atlasrestore.core;
  requires static transitive org.junit.jupiter.api;
  requires static org.jspecify;

  exports dev.atlasrestore.testkit;

  // JUnit calls the contracts' tests, which are nobody else's business
  opens dev.atlasrestore.testkit to
      org.junit.platform.commons;
}
