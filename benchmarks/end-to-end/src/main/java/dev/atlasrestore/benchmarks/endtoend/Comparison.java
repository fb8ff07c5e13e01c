package dev.atlasrestore.benchmarks.endtoend;

import static dev.atlasrestore.benchmarks.endtoend.contestant.Contestant.*;

import dev.atlasrestore.benchmarks.endtoend.contestant.Contestant;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Two contestants that take turns.
 *
 * @param contestant the transport
 * @param reference the contestant that it is compared with
 * @param goal the goal of the ratios, empty if there is none
 */
record Comparison(Contestant contestant, Contestant reference, String goal) {

  /** The transports and their HTTP stacks alone. */
  static final List<Comparison> WITH_STACKS =
      List.of(
          new Comparison(REACTOR, REACTOR_PLAIN_DECODED, "CPU ≤ 1.08, fetches/s ≥ 0.92"),
          new Comparison(VERTX, VERTX_PLAIN_DECODED, "CPU ≤ 1.20, fetches/s ≥ 0.85"),
          new Comparison(JERSEY, JERSEY_PLAIN_DECODED, "CPU ≤ 1.12, fetches/s ≥ 0.92"),
          new Comparison(REACTOR, REACTOR_PLAIN, ""),
          new Comparison(VERTX, VERTX_PLAIN, ""),
          new Comparison(JERSEY, JERSEY_PLAIN, ""));

  /** The transports and other clients with Digest authentication. */
  static final List<Comparison> WITH_CLIENTS =
      List.of(
          new Comparison(REACTOR, OKHTTP, "CPU ≤ 0.8"),
          new Comparison(REACTOR, JETTY, "CPU ≤ 0.8"),
          new Comparison(REACTOR, APACHE, "CPU ≤ 0.8"),
          new Comparison(REACTOR, JERSEY_DIGEST, "CPU ≤ 0.8"),
          new Comparison(VERTX, OKHTTP, "CPU ≤ 0.8"),
          new Comparison(VERTX, JETTY, "CPU ≤ 0.8"),
          new Comparison(VERTX, APACHE, "CPU ≤ 0.8"),
          new Comparison(VERTX, JERSEY_DIGEST, "CPU ≤ 0.8"),
          new Comparison(JERSEY, OKHTTP, ""),
          new Comparison(JERSEY, JETTY, ""),
          new Comparison(JERSEY, APACHE, ""),
          new Comparison(JERSEY, JERSEY_DIGEST, "fetches/s ≥ 2.3"));

  /** The most important comparisons, with Jackson instead of the JSON-B codec. */
  static final List<Comparison> WITH_JACKSON =
      List.of(
          new Comparison(REACTOR_JACKSON, REACTOR_PLAIN_JACKSON, ""),
          new Comparison(VERTX_JACKSON, VERTX_PLAIN_JACKSON, ""),
          new Comparison(JERSEY_JACKSON, JERSEY_PLAIN_JACKSON, ""),
          new Comparison(REACTOR_JACKSON, OKHTTP_JACKSON, "CPU ≤ 0.8"),
          new Comparison(VERTX_JACKSON, OKHTTP_JACKSON, "CPU ≤ 0.8"));

  /** The transport and its stack with the same decoding, for the first fetch in a new JVM. */
  static final List<Comparison> FIRST_FETCH = WITH_STACKS.subList(0, 3);

  /** All comparisons in windows. */
  static List<Comparison> all() {
    return Stream.of(WITH_STACKS, WITH_CLIENTS, WITH_JACKSON).flatMap(List::stream).toList();
  }

  /** Returns the quartiles of the ratios of neighbouring values. */
  static Quartiles ratios(List<Double> values, List<Double> references) {
    return Quartiles.of(
        IntStream.range(0, values.size()).mapToDouble(i -> values.get(i) / references.get(i)));
  }

  /** The windows of both contestants. Windows with the same index are neighbours in time. */
  record Result(Comparison comparison, List<Window> windows, List<Window> referenceWindows) {

    /** Returns the quartiles of the ratios of one measurement. */
    Quartiles ratio(ToDoubleFunction<Window> measurement) {
      return ratios(
          windows.stream().map(measurement::applyAsDouble).toList(),
          referenceWindows.stream().map(measurement::applyAsDouble).toList());
    }
  }
}
