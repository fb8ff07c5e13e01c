package dev.atlasrestore.codec.jsonb;

import jakarta.json.bind.serializer.DeserializationContext;
import jakarta.json.bind.serializer.JsonbDeserializer;
import jakarta.json.stream.JsonParser;
import java.lang.reflect.Type;

/** Where JSON-B hands over to us. */
final class MembersDeserializer implements JsonbDeserializer<Members> {

  @Override
  public Members deserialize(JsonParser parser, DeserializationContext context, Type type) {
    return new Walk(parser).members();
  }
}
