package dev.atlasrestore.benchmarks.micro;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.codec.RestoreJobCodec;
import dev.atlasrestore.codec.jsonb.JsonbRestoreJobCodec;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbConfig;
import jakarta.json.bind.serializer.DeserializationContext;
import jakarta.json.bind.serializer.JsonbDeserializer;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParserFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Decodes the documented example: with the JSON-B codec, with other libraries, and with the parts
 * that the codec is built on.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecodeBenchmark {

  private final byte[] body = ExampleDocument.body();

  private final RestoreJobCodec codec = new JsonbRestoreJobCodec();
  private final ObjectReader jackson =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build()
          .readerFor(JobRecord.class);
  private final Jsonb yasson = JsonbBuilder.create();
  private final Jsonb yassonWithEmptyDeserializer =
      JsonbBuilder.create(new JsonbConfig().withDeserializers(new EmptyDeserializer()));
  private final JsonParserFactory parsson = JsonProvider.provider().createParserFactory(Map.of());

  /** The JSON-B codec of this project. */
  @Benchmark
  public RestoreJob codec() {
    return codec.read(body).job();
  }

  /** Jackson databind. */
  @Benchmark
  public JobRecord jacksonToRecord() throws IOException {
    return jackson.readValue(body);
  }

  /** Yasson without a custom deserializer, from a string. */
  @Benchmark
  public JobRecord yassonToRecord() {
    return yasson.fromJson(text(), JobRecord.class);
  }

  /** Yasson without a custom deserializer, from a stream. */
  @Benchmark
  public JobRecord yassonToRecordFromStream() {
    return yasson.fromJson(new ByteArrayInputStream(body), JobRecord.class);
  }

  /** Yasson alone: it skips the tokens that a deserializer does not read. */
  @Benchmark
  public Nothing yassonEmptyDeserializer() {
    return yassonWithEmptyDeserializer.fromJson(text(), Nothing.class);
  }

  /** Parsson alone: reads all tokens, but not their text. */
  @Benchmark
  public int parssonTokens() {
    int tokens = 0;
    try (JsonParser parser = parsson.createParser(new StringReader(text()))) {
      while (parser.hasNext()) {
        parser.next();
        tokens++;
      }
    }
    return tokens;
  }

  /** Parsson alone: reads all tokens and the text of each name and value. */
  @Benchmark
  public int parssonTexts() {
    int length = 0;
    try (JsonParser parser = parsson.createParser(new StringReader(text()))) {
      while (parser.hasNext()) {
        switch (parser.next()) {
          case KEY_NAME, VALUE_STRING, VALUE_NUMBER -> length += parser.getString().length();
          default -> {}
        }
      }
    }
    return length;
  }

  private String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** The result of the deserializer that reads nothing. */
  public static final class Nothing {

    private static final Nothing INSTANCE = new Nothing();

    private Nothing() {}
  }

  /** A deserializer that does not use the parser. */
  public static final class EmptyDeserializer implements JsonbDeserializer<Nothing> {

    @Override
    public Nothing deserialize(JsonParser parser, DeserializationContext context, Type type) {
      return Nothing.INSTANCE;
    }
  }
}
