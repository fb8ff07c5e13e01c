package dev.atlasrestore.benchmarks.micro;

import java.io.IOException;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs the micro benchmarks and prints their tables. Compare the ratios within one run only:
 * absolute times differ from machine to machine and from run to run.
 */
public final class MicroBenchmarks {

  private MicroBenchmarks() {}

  /**
   * Runs the benchmarks.
   *
   * <p>The system property {@code benchmarks.page} may name a Markdown page. The tables are then
   * written into that page instead of to the standard output.
   *
   * @param arguments the command line of JMH, for example a regular expression that selects
   *     benchmarks
   */
  public static void main(String... arguments)
      throws RunnerException, IOException, CommandLineOptionException {
    OptionsBuilder options = new OptionsBuilder();
    options.parent(new CommandLineOptions(arguments)).addProfiler(GCProfiler.class);
    Measurements measurements = Measurements.of(new Runner(options.build()).run());
    new Tables(measurements, List.of(arguments)).report().publish("micro benchmarks");
  }
}
