/** Decodes restore jobs with any JSON-B provider. Yasson is a run-time dependency. */
module dev.atlasrestore.codec.jsonb {
  requires transitive dev.atlasrestore.core;
  requires transitive jakarta.json.bind;
  requires jakarta.json;
  requires static org.jspecify;

  uses jakarta.json.bind.spi.JsonbProvider;
  uses jakarta.json.spi.JsonProvider;

  exports dev.atlasrestore.codec.jsonb;
}
