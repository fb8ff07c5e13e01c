package dev.atlasrestore.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.codec.RestoreJobCodec;
import dev.atlasrestore.codec.jsonb.JsonbRestoreJobCodec;
import dev.atlasrestore.testkit.contract.RestoreJobSpellings;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RestoreJobFixturesTest {

  private final RestoreJobCodec codec = new JsonbRestoreJobCodec();

  private RestoreJob read(String json) {
    return codec.read(json.getBytes(StandardCharsets.UTF_8)).job();
  }

  @Test
  void allHoldsEveryJob() {
    Set<String> jobs =
        Arrays.stream(RestoreJobFixtures.class.getMethods())
            .filter(m -> Modifier.isStatic(m.getModifiers()) && m.getParameterCount() == 0)
            .filter(m -> m.getReturnType() == RestoreJob.class)
            .map(Method::getName)
            .collect(Collectors.toSet());
    assertThat(RestoreJobFixtures.all().keySet()).containsExactlyInAnyOrderElementsOf(jobs);
  }

  @Test
  void allSpellingsHoldsEverySpelling() {
    long spellings =
        Arrays.stream(RestoreJobSpellings.class.getMethods())
            .filter(m -> m.getReturnType() == RestoreJobSpellings.Spelling.class)
            .count();
    assertThat(RestoreJobSpellings.all()).hasSize((int) spellings).doesNotHaveDuplicates();
  }

  @Test
  void allJobsDiffer() {
    assertThat(RestoreJobFixtures.all().values()).doesNotHaveDuplicates();
  }

  @Test
  void jsonOfAJobDecodesToTheJob() {
    RestoreJobFixtures.all()
        .forEach(
            (name, job) -> {
              String json = RestoreJobFixtures.json(job);
              assertThat(read(json)).as(name).isEqualTo(job);
              assertThat(read(RestoreJobFixtures.prettyJson(json))).as(name).isEqualTo(job);
              assertThat(read(RestoreJobFixtures.envelopedJson(200, json))).as(name).isEqualTo(job);
            });
  }

  @Test
  void everySpellingDecodesToItsJob() {
    for (RestoreJobSpellings.Spelling spelling : RestoreJobSpellings.all()) {
      assertThat(read(spelling.json())).as(spelling.name()).isEqualTo(spelling.means());
    }
  }

  @Test
  void everySecretContainsTheMarker() {
    for (RestoreJob job : RestoreJobFixtures.all().values()) {
      job.delivery()
          .flatMap(d -> d.url())
          .filter(url -> !url.isEmpty())
          .ifPresent(url -> assertThat(url).contains("s3cr3t"));
      job.delivery().flatMap(d -> d.urlV2()).ifPresent(url -> assertThat(url).contains("s3cr3t"));
      job.delivery()
          .flatMap(d -> d.authValue())
          .ifPresent(value -> assertThat(value).contains("s3cr3t"));
      assertThat(job.toString()).doesNotContain("s3cr3t");
    }
  }

  @Test
  void eachNumberGivesAnotherRef() {
    Set<RestoreJobRef> refs = new HashSet<>(Set.of(RestoreJobFixtures.ref()));
    for (int i = 0; i < 1000; i++) {
      assertThat(refs.add(RestoreJobFixtures.ref(i))).isTrue();
    }
  }
}
