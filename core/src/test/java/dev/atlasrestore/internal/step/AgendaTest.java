package dev.atlasrestore.internal.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.exchange.FakeClock;
import dev.atlasrestore.internal.step.Agenda.Entry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgendaTest {

  private static Agenda<String> of(List<Entry<String>> entries) {
    Agenda<String> agenda = null;
    for (Entry<String> entry : entries) {
      agenda = Agenda.with(entry, agenda);
    }
    return agenda;
  }

  private static List<Entry<String>> inOrder(Agenda<String> agenda) {
    List<Entry<String>> order = new ArrayList<>();
    for (Agenda<String> left = agenda; left != null; left = left.rest()) {
      order.add(left.first());
    }
    return order;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 10, 1_000, 50_000})
  void givesTheEarliestFirstAndOfSeveralAtOneTimeTheLowestNumber(int size) {
    Random random = new Random(size);
    List<Entry<String>> entries = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      entries.add(new Entry<>(FakeClock.START.plusSeconds(random.nextInt(size)), i, "w" + i));
    }
    List<Entry<String>> sorted = new ArrayList<>(entries);
    sorted.sort(Comparator.comparing(Entry<String>::at).thenComparing(Entry::number));
    assertThat(inOrder(of(entries))).isEqualTo(sorted);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void entriesThatComeInOrderOrAgainstItKeepAFlatStack(boolean ascending) {
    List<Entry<String>> entries = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      int second = ascending ? i : -i;
      entries.add(new Entry<>(FakeClock.START.plusSeconds(second), i, "w"));
    }
    assertThat(inOrder(of(entries))).hasSize(100_000);
  }

  @Test
  void takingAndAddingChangeNothingThatStands() {
    Entry<String> early = new Entry<>(FakeClock.START, 0, "early");
    Entry<String> late = new Entry<>(FakeClock.START.plusSeconds(1), 1, "late");
    Agenda<String> both = of(List.of(late, early));
    assertThat(both.rest()).isEqualTo(of(List.of(late)));
    Agenda.with(early, both);
    assertThat(inOrder(both)).containsExactly(early, late);
  }
}
