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

/** From the bytes of the documented example to a job: ours, its peers, and what lies below it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecodeBenchmark {

  private final byte[] body = Example.body();

  private final RestoreJobCodec codec = new JsonbRestoreJobCodec();
  private final ObjectReader jackson =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build()
          .readerFor(JobRecord.class);
  private final Jsonb yasson = JsonbBuilder.create();
  private final Jsonb yassonThatReadsNothing =
      JsonbBuilder.create(new JsonbConfig().withDeserializers(new ReadsNothing()));
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

  /** Yasson without a deserializer of anybody's own, from text. */
  @Benchmark
  public JobRecord yassonToRecord() {
    return yasson.fromJson(text(), JobRecord.class);
  }

  /** The same from a stream. */
  @Benchmark
  public JobRecord yassonToRecordFromStream() {
    return yasson.fromJson(new ByteArrayInputStream(body), JobRecord.class);
  }

  /** What Yasson costs by itself: where a deserializer leaves tokens, it passes over them. */
  @Benchmark
  public Nothing yassonEmptyDeserializer() {
    return yassonThatReadsNothing.fromJson(text(), Nothing.class);
  }

  /** Parsson alone, going through the tokens without looking at what they hold. */
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

  /** The same, with the text of each name and value. */
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

  /** What a deserializer has read that reads nothing, or only goes from token to token. */
  public static final class Nothing {

    private static final Nothing AT_ALL = new Nothing();

    private Nothing() {}
  }

  /** A deserializer that does not touch the parser. */
  public static final class ReadsNothing implements JsonbDeserializer<Nothing> {

    @Override
    public Nothing deserialize(JsonParser parser, DeserializationContext context, Type type) {
      return Nothing.AT_ALL;
    }
  }
}
