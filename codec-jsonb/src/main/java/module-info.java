/** Reads restore jobs with whatever JSON-B provider is at hand; Yasson comes along. */
module dev.atlasrestore.codec.jsonb {
  requires transitive dev.atlasrestore.core;
  requires transitive jakarta.json.bind;
  requires jakarta.json;
  requires static org.jspecify;

  uses jakarta.json.bind.spi.JsonbProvider;
  uses jakarta.json.spi.JsonProvider;

  exports dev.atlasrestore.codec.jsonb;
}
