package dev.atlasrestore.verification.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests that a seed of {@link Soak} repeats its faults. */
class FaultScriptTest {

  @Test
  void sameSeedRepeatsTheScript() {
    for (int caller = 0; caller < 64; caller++) {
      assertThat(script(7, caller)).isEqualTo(script(7, caller));
    }
  }

  @Test
  void otherSeedOrCallerChangesTheScript() {
    assertThat(script(7, 0)).isNotEqualTo(script(8, 0)).isNotEqualTo(script(7, 1));
  }

  @Test
  void scriptContainsEveryFault() {
    assertThat(script(7, 0)).flatExtracting(FaultScript.Part::replies).contains(names());
  }

  @Test
  void faultNamesAreUnique() {
    assertThat(names()).doesNotHaveDuplicates();
  }

  private static String[] names() {
    return Fault.all().stream().map(Fault::name).toArray(String[]::new);
  }

  private static List<FaultScript.Part> script(long seed, int caller) {
    FaultScript script = new FaultScript(seed, caller);
    return Stream.generate(script::next).limit(2000).toList();
  }
}
