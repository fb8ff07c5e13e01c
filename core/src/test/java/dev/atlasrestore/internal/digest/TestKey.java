package dev.atlasrestore.internal.digest;

import dev.atlasrestore.ApiKey;

/** The API key of the tests. */
public final class TestKey {

  public static final ApiKey KEY = new ApiKey("pubkey", "private-key-1234");

  private TestKey() {}
}
