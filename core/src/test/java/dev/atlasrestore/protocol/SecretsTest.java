package dev.atlasrestore.protocol;

import static dev.atlasrestore.Samples.KEY;
import static dev.atlasrestore.Samples.REF;
import static dev.atlasrestore.Samples.config;
import static dev.atlasrestore.protocol.Client.CHALLENGE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.ApiError;
import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.CallEvent;
import dev.atlasrestore.DeadlineExceededException;
import dev.atlasrestore.Delivery;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.Samples;
import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.codec.RestoreJobCodec;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.Dialogue;
import dev.atlasrestore.exchange.HttpHeader;
import dev.atlasrestore.exchange.Step;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Tests that texts hold no secrets, and events no ids except in their call: rule 25 of the
 * contract.
 */
class SecretsTest {

  private static final String URL = "https://backup.example/SECRET-download-key/f.tar.gz";
  private static final String AUTH_VALUE = "SECRET-auth-value";
  private static final Pattern RESPONSE = Pattern.compile("(response|cnonce)=\"([0-9a-f]{16,})\"");

  private final List<String> secrets =
      new ArrayList<>(List.of(KEY.privateKey(), URL, AUTH_VALUE, "SECRET"));
  private final List<String> texts = new ArrayList<>();
  private final List<CallEvent> events = new ArrayList<>();
  private final AtlasConfig config = config().withListener(events::add);

  /** Decodes jobs that have a download link. */
  private final RestoreJobCodec codec =
      body ->
          new RestoreJobCodec.Document() {
            @Override
            public OptionalInt envelopeStatus() {
              return OptionalInt.empty();
            }

            @Override
            public RestoreJob job() {
              return Samples.job(new String(body, StandardCharsets.UTF_8)).toBuilder()
                  .delivery(Delivery.builder().url(URL).urlV2(URL).authValue(AUTH_VALUE).build())
                  .build();
            }

            @Override
            public ApiError error() {
              return ApiError.NONE;
            }
          };

  private final RestoreJobCalls client = new RestoreJobCalls(config, codec);

  private <T> Dialogue<T> start(Call<T> call) {
    Dialogue<T> dialogue = Dialogue.of(call);
    note(call);
    note(dialogue);
    return dialogue;
  }

  private <T> void note(Dialogue<T> dialogue) {
    Step<T> step = dialogue.step();
    note((Object) step);
    if (step instanceof Step.Send<T> send) {
      note(send.request());
      for (HttpHeader header : send.request().headers()) {
        note(header);
        Matcher matcher = RESPONSE.matcher(header.value());
        while (matcher.find()) {
          secrets.add(matcher.group(2));
        }
      }
    } else if (step instanceof Step.Failed<T> failed) {
      StringWriter trace = new StringWriter();
      failed.error().printStackTrace(new PrintWriter(trace));
      texts.add(trace.toString());
    } else if (step instanceof Step.Done<T> done) {
      note(done.value());
    }
  }

  private void note(Object object) {
    texts.add(String.valueOf(object));
  }

  @AfterEach
  void checkTexts() {
    note(config);
    note(client);
    events.forEach(this::note);
    for (String text : texts) {
      assertThat(text).doesNotContain(secrets);
    }
    for (CallEvent event : events) {
      assertThat(event.toString().replace(event.call().toString(), ""))
          .doesNotContain(REF.groupId(), REF.jobId(), REF.cluster(), KEY.publicKey(), "127.0.0.1");
    }
  }

  @Test
  void signedGetShowsNoSecretAtAnyStep() {
    Dialogue<RestoreJob> dialogue = start(client.get(REF));
    note(dialogue.answer(401, "SECRET", CHALLENGE));
    assertThat(secrets).as("the response hash was found").hasSizeGreaterThan(4);
    note(dialogue.answer(503, "SECRET"));
    note(dialogue.elapse());
    note(dialogue.answer(200, "FINISHED"));
    dialogue.expectDone();
  }

  @Test
  void waitShowsNoSecretInItsResultsAndAtItsDeadline() {
    Dialogue<PollResult> watch = start(client.watch(REF));
    note(watch.answer(200, "IN_PROGRESS"));
    Dialogue<RestoreJob> wait = start(client.awaitCompletion(REF));
    note(wait.answer(200, "IN_PROGRESS"));
    note(wait.elapse(Duration.ofDays(1)));
    wait.expectFailed(DeadlineExceededException.class);
  }

  @Test
  void failuresShowNoSecret() {
    note(start(client.get(REF)).answer(401, "SECRET", CHALLENGE).answer(401, "SECRET", CHALLENGE));
    note(start(client.get(REF)).answer(401, "SECRET", "WWW-Authenticate: Basic realm=\"x\""));
    note(start(client.get(REF)).answer(404, "SECRET"));
    note(start(client.get(REF)).answer(302, "SECRET", "Location: http://a:SECRET@x/?SECRET"));
    note(start(client.get(REF)).answer(200, "bad status"));
    note(start(client.get(REF)).fail(TransportFailure.notSent(TransportFailure.Kind.UNKNOWN_HOST)));
  }
}
