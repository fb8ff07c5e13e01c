package dev.atlasrestore.codec.jsonb;

import jakarta.json.bind.serializer.DeserializationContext;
import jakarta.json.bind.serializer.JsonbDeserializer;
import jakarta.json.stream.JsonParser;
import java.lang.reflect.Type;

/** Reads a {@link ParsedDocument} from the parser of the JSON-B provider. */
final class ParsedDocumentDeserializer implements JsonbDeserializer<ParsedDocument> {

  @Override
  public ParsedDocument deserialize(JsonParser parser, DeserializationContext context, Type type) {
    ParsedDocument document = ParsedDocument.read(new DepthLimitedParser(parser));
    document.setEndOffset(parser.getLocation().getStreamOffset());
    return document;
  }
}
