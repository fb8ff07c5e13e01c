package dev.atlasrestore.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import java.net.http.HttpClient;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Excused rules that run all the same, and rules that are not required. */
class ExcusedRulesTest {

  private static final String REDIRECT = "redirectIsReturned";
  private static final Map<String, String> RUN = Map.of(ExcusedRules.PARAMETER, "run");
  private static final Map<String, String> ONLY = Map.of(ExcusedRules.PARAMETER, "only");

  private static final AtomicReference<Traits> TRAITS = new AtomicReference<>(ToyRunner.TRAITS);

  /** Its own client follows redirects, and its supplied client does not. */
  static class FollowingRedirects extends CallRunnerContract {

    @Override
    protected RunnerUnderTest runner(ClientKind kind) {
      return kind instanceof ClientKind.Own
          ? ExchangeDefects.on(HttpClient.newBuilder().followRedirects(HttpClient.Redirect.ALWAYS))
          : ToyRunner.on(kind);
    }

    @Override
    protected Traits traits() {
      return TRAITS.get();
    }
  }

  /** Has a rule that is not required and that fails. */
  static class BreakingAnOptionalRule extends FollowingRedirects {

    @Rule(id = "RUN-4.optional", text = "An optional rule.", required = false)
    void optionalRule(RunnerFixtures fixtures) {
      fail("broken");
    }
  }

  /** Has an excused rule whose test does not end by itself. */
  static class HangingRule extends FollowingRedirects {

    @Rule(id = "RUN-4.hangs", text = "A rule that hangs.")
    void hangingRule(RunnerFixtures fixtures) throws InterruptedException {
      new CountDownLatch(1).await();
    }
  }

  @Test
  void excusedRuleThatHangsIsAborted() {
    TRAITS.set(ToyRunner.TRAITS.without("RUN-4", "the reason"));
    Trial trial = Trial.of(HangingRule.class, "hangingRule", ONLY);
    assertThat(trial.aborted()).hasSize(2);
    assertThat(trial.failures()).isEmpty();
    assertThat(trial.failuresOfClasses()).isEmpty();
  }

  @Test
  void brokenExcusedRuleIsAbortedWithItsReason() {
    TRAITS.set(ToyRunner.TRAITS.without("RUN-4", ClientKind.own(), "the reason"));
    Trial trial = Trial.of(FollowingRedirects.class, REDIRECT, RUN);
    assertThat(trial.aborted())
        .singleElement()
        .extracting(Throwable::getMessage)
        .isEqualTo("FollowingRedirects, RUN-4, own client: not kept: the reason");
    assertThat(trial.succeeded()).isOne();
    assertThat(trial.failuresOfClasses()).isEmpty();
  }

  @Test
  void excuseOfARuleThatPassesFailsTheClass() {
    TRAITS.set(
        ToyRunner.TRAITS
            .without("RUN-4", ClientKind.own(), "the reason")
            .without("RUN-4", ClientKind.supplied(), "no longer true"));
    assertThat(Trial.of(FollowingRedirects.class, REDIRECT, RUN).failuresOfClasses())
        .singleElement()
        .extracting(Throwable::getMessage)
        .asString()
        .contains("FollowingRedirects: [RUN-4 on Supplied (no longer true)]");
  }

  @Test
  void excuseIsNeededIfTheRuleBreaksOnOneKindOfClient() {
    TRAITS.set(ToyRunner.TRAITS.without("RUN-4", "the reason"));
    Trial trial = Trial.of(FollowingRedirects.class, REDIRECT, RUN);
    assertThat(trial.aborted()).hasSize(1);
    assertThat(trial.succeeded()).isOne();
    assertThat(trial.failuresOfClasses()).isEmpty();
  }

  @Test
  void excuseCountsAsNeededUnlessAllItsTestsHaveRun() {
    TRAITS.set(ToyRunner.TRAITS.without("RUN-3", ClientKind.supplied(), "the reason"));
    Trial trial = Trial.of(FollowingRedirects.class, "requestHasOnlyItsOwnHeaderFields", RUN);
    assertThat(trial.succeeded()).isEqualTo(2);
    assertThat(trial.failuresOfClasses()).isEmpty();
  }

  @Test
  void excusedRulesCanRunAlone() {
    TRAITS.set(
        ToyRunner.TRAITS
            .without("RUN-4", ClientKind.own(), "the reason")
            .without("RUN-5", "no longer true"));
    assertThat(Trial.of(FollowingRedirects.class, REDIRECT, ONLY).aborted())
        .extracting(Throwable::getMessage)
        .containsExactly(
            "FollowingRedirects, RUN-4, own client: not kept: the reason", "not excused");
    Trial passing = Trial.of(FollowingRedirects.class, "challengeIsReturned", ONLY);
    assertThat(passing.succeeded()).isEqualTo(2);
    assertThat(passing.failuresOfClasses()).hasSize(1);
  }

  @Test
  void excusedRuleDoesNotRunByDefault() {
    TRAITS.set(ToyRunner.TRAITS.without("RUN-4", "the reason"));
    Trial trial = Trial.of(FollowingRedirects.class, REDIRECT);
    assertThat(trial.aborted()).hasSize(2);
    assertThat(trial.failuresOfClasses()).isEmpty();
  }

  @Test
  void brokenOptionalRuleIsAborted() {
    TRAITS.set(ToyRunner.TRAITS);
    Trial trial = Trial.of(BreakingAnOptionalRule.class, "optionalRule");
    assertThat(trial.failures()).isEmpty();
    assertThat(trial.aborted())
        .hasSize(2)
        .first()
        .extracting(Throwable::getMessage)
        .asString()
        .startsWith("BreakingAnOptionalRule, RUN-4.optional, own client: optional rule broken: ")
        .endsWith("broken");
  }
}
