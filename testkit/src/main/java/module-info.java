/** A fake Atlas, restore jobs for tests, and the contracts that every transport must pass. */
module dev.atlasrestore.testkit {
  requires transitive dev.atlasrestore.core;
  // Not transitive: a module that uses only the fake would not compile without JUnit.
  requires static org.junit.jupiter.api;
  requires static org.jspecify;

  exports dev.atlasrestore.testkit;
  exports dev.atlasrestore.testkit.contract;

  // JUnit calls the contracts' test methods, whose interfaces are package-private.
  opens dev.atlasrestore.testkit.contract to
      org.junit.platform.commons;
}
