/** Reads restore jobs with Jakarta JSON Binding. */
module dev.atlasrestore.codec.jsonb {
  requires transitive dev.atlasrestore.core;
  requires transitive jakarta.json.bind;
  requires jakarta.json;
  requires org.eclipse.yasson;
  requires static org.jspecify;

  uses jakarta.json.spi.JsonProvider;

  exports dev.atlasrestore.codec.jsonb;
}
