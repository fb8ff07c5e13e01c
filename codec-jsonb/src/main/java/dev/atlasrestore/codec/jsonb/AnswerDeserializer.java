package dev.atlasrestore.codec.jsonb;

import jakarta.json.bind.serializer.DeserializationContext;
import jakarta.json.bind.serializer.JsonbDeserializer;
import jakarta.json.stream.JsonParser;
import java.lang.reflect.Type;

/** Where JSON-B hands over to us. */
final class AnswerDeserializer implements JsonbDeserializer<Answer> {

  @Override
  public Answer deserialize(JsonParser parser, DeserializationContext context, Type type) {
    Answer answer = Answer.read(new Tokens(parser));
    answer.endsAt(parser.getLocation().getStreamOffset());
    return answer;
  }
}
