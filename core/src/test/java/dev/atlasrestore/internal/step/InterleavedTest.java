package dev.atlasrestore.internal.step;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Kind;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.Dialogue;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.Step;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InterleavedTest {

  private final List<String> created = new ArrayList<>();

  private static Dialogue<List<String>> all(List<Call<String>> calls) {
    return Dialogue.of(Interleaved.of(calls));
  }

  /** Returns a call that pauses, sends, and ends with its name and the event. */
  private Call<String> sending(String name, Duration pause) {
    return began -> Step.pause(pause, now -> send(name));
  }

  private Step<String> send(String name) {
    created.add(name);
    return Step.send(
        HttpRequest.get(URI.create("http://127.0.0.1/" + name)),
        ofSeconds(9),
        77,
        (response, now) -> Step.done(name + " " + response.status()),
        (failure, now) -> Step.done(name + " " + failure.kind()));
  }

  private static Call<String> failing(RuntimeException error) {
    return began -> Step.failed(error);
  }

  @Test
  void emptyListIsDoneAtOnce() {
    assertThat(all(List.of()).expectDone()).isEmpty();
  }

  @Test
  void pausesOfAllCallsOverlap() {
    Dialogue<List<String>> both =
        all(List.of(sending("a", ofSeconds(5)), sending("b", ofSeconds(3))));
    assertThat(both.expectPause()).isEqualTo(ofSeconds(3));
    both.elapse();
    assertThat(both.expectSend().target()).isEqualTo("/b");
    both.answer(200, "");
    assertThat(both.expectPause()).isEqualTo(ofSeconds(2));
    both.elapse();
    assertThat(both.expectSend().target()).isEqualTo("/a");
    assertThat(both.answer(404, "").expectDone()).containsExactly("a 404", "b 200");
  }

  @Test
  void requestIsCreatedOnlyWhenItCanBeSent() {
    Dialogue<List<String>> both = all(List.of(sending("a", ZERO), sending("b", ZERO)));
    assertThat(created).containsExactly("a");
    assertThat(both.expectTimeout()).isEqualTo(ofSeconds(9));
    both.after(ofSeconds(8)).fail(TransportFailure.unknown(Kind.CLOSED));
    assertThat(created).containsExactly("a", "b");
    assertThat(both.expectTimeout()).isEqualTo(ofSeconds(9));
    assertThat(both.answer(200, "").expectDone()).containsExactly("a CLOSED", "b 200");
  }

  @Test
  void callThatSendsTwiceInARowIsNotInterrupted() {
    Call<String> twice =
        began ->
            Step.send(
                HttpRequest.get(URI.create("http://127.0.0.1/first")),
                ofSeconds(9),
                77,
                (response, now) -> send("second"),
                (failure, now) -> Step.failed(new IllegalStateException("mine")));
    Dialogue<List<String>> both = all(List.of(twice, sending("b", ZERO)));
    both.answer(401, "");
    assertThat(both.expectSend().target()).isEqualTo("/second");
    both.answer(200, "").answer(200, "");
    assertThat(both.expectDone()).containsExactly("second 200", "b 200");
  }

  @Test
  void pauseThatEndsDuringAnotherExchangeContinuesAfterIt() {
    List<Instant> resumed = new ArrayList<>();
    Call<String> paused =
        began ->
            Step.pause(
                ofSeconds(1),
                now -> {
                  resumed.add(now);
                  return Step.done("b");
                });
    Dialogue<List<String>> both = all(List.of(paused, sending("a", ZERO)));
    both.after(ofSeconds(7)).answer(200, "");
    assertThat(both.expectDone()).containsExactly("b", "a 200");
    assertThat(resumed).containsExactly(both.clock().now());
  }

  @Test
  void failureOfOneCallFailsTheCombinedCallAsTheSameInstance() {
    RuntimeException mine = new IllegalStateException("mine");
    assertThat(
            all(List.of(failing(mine), sending("b", ZERO)))
                .expectFailed(IllegalStateException.class))
        .isSameAs(mine);
    assertThat(created).isEmpty();
    Dialogue<List<String>> later =
        all(
            List.of(
                now -> Step.pause(ofSeconds(1), then -> Step.failed(mine)), sending("b", ZERO)));
    later.answer(200, "").elapse();
    assertThat(later.expectFailed(IllegalStateException.class)).isSameAs(mine);
  }

  @Test
  void tenThousandCallsNeedAFlatStackAndKeepTheirOrder() {
    int many = 10_000;
    Set<Integer> depths = new HashSet<>();
    Call<String> napping =
        began ->
            Step.pause(
                ofMillis(1),
                now -> {
                  depths.add(new Throwable().getStackTrace().length);
                  return Step.done("x");
                });
    List<Call<String>> calls = new ArrayList<>(Collections.nCopies(many, napping));
    IntStream.range(0, many)
        .filter(i -> i % 1_000 == 0)
        .forEach(i -> calls.set(i, now -> Step.done("y" + i)));
    List<String> values = all(calls).elapse().expectDone();
    assertThat(values).hasSize(many).startsWith("y0", "x");
    assertThat(values.get(9_000)).isEqualTo("y9000");
    assertThat(depths).as("depths of the stack").hasSize(1);
  }

  @Test
  void stepIsImmutableAndAcceptsTwoEvents() {
    Step<List<String>> step =
        Interleaved.of(List.of(sending("a", ZERO), sending("b", ZERO))).start(Instant.EPOCH);
    Step.Send<List<String>> send = (Step.Send<List<String>>) step;
    Step<List<String>> one = send.answered(Dialogue.response(200, ""), Instant.EPOCH);
    Step<List<String>> other = send.answered(Dialogue.response(404, ""), Instant.EPOCH);
    assertThat(end(one)).containsExactly("a 200", "b 200");
    assertThat(end(other)).containsExactly("a 404", "b 200");
  }

  private static List<String> end(Step<List<String>> step) {
    Step<List<String>> last =
        ((Step.Send<List<String>>) step).answered(Dialogue.response(200, ""), Instant.EPOCH);
    return ((Step.Done<List<String>>) last).value();
  }
}
