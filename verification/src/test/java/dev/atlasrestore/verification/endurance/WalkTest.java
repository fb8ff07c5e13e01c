package dev.atlasrestore.verification.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A seed repeats its script. */
class WalkTest {

  @Test
  void theSameSeedGivesTheSameScript() {
    for (int caller = 0; caller < 64; caller++) {
      assertThat(script(7, caller)).isEqualTo(script(7, caller));
    }
  }

  @Test
  void otherSeedsAndOtherCallersGetOthers() {
    assertThat(script(7, 0)).isNotEqualTo(script(8, 0)).isNotEqualTo(script(7, 1));
  }

  @Test
  void everyFaultComesInTime() {
    assertThat(script(7, 0)).flatExtracting(Walk.Stage::replies).contains(names());
  }

  @Test
  void noTwoFaultsHaveOneName() {
    assertThat(names()).doesNotHaveDuplicates();
  }

  private static String[] names() {
    return Fault.all().stream().map(Fault::name).toArray(String[]::new);
  }

  private static List<Walk.Stage> script(long seed, int caller) {
    Walk walk = new Walk(seed, caller);
    return Stream.generate(walk::next).limit(2000).toList();
  }
}
