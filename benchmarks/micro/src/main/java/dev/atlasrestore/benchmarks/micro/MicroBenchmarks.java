package dev.atlasrestore.benchmarks.micro;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs the micro benchmarks in one go and shows their tables. Ratios count, since they were
 * measured side by side; absolute figures drift with the machine.
 */
public final class MicroBenchmarks {

  private MicroBenchmarks() {}

  /**
   * Runs them.
   *
   * @param arguments JMH's own, among them which benchmarks to run; the system property {@code
   *     micro.page} names a page to write the tables into, between its two marks
   */
  public static void main(String... arguments)
      throws RunnerException, IOException, CommandLineOptionException {
    OptionsBuilder options = new OptionsBuilder();
    options.parent(new CommandLineOptions(arguments)).addProfiler(GCProfiler.class);
    Figures figures = Figures.of(new Runner(options.build()).run());
    String tables = new Tables(figures, List.of(arguments)).markdown();
    String page = System.getProperty("micro.page", "");
    if (page.isEmpty()) {
      System.out.println(tables);
    } else {
      Page.write(Path.of(page), tables);
    }
  }
}
