package dev.atlasrestore.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.KeyStore;
import java.security.KeyStoreException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraitsTest {

  private static final ClientKind OWN = ClientKind.own();
  private static final ClientKind SUPPLIED = ClientKind.supplied();

  @Test
  void everyRuleIsKeptByDefault() {
    assertThat(reason(Traits.keepsAll(), "RUN-1", OWN)).isEmpty();
  }

  @Test
  void excuseIsForEveryKindOfClientOrForOne() {
    Traits traits = Traits.keepsAll().without("RUN-1", "a").without("RUN-2", SUPPLIED, "b");
    assertThat(reason(traits, "RUN-1", OWN)).contains("a");
    assertThat(reason(traits, "RUN-1", SUPPLIED)).contains("a");
    assertThat(reason(traits, "RUN-2", OWN)).isEmpty();
    assertThat(reason(traits, "RUN-2", SUPPLIED)).contains("b");
  }

  @Test
  void excuseOfARuleIncludesItsParts() {
    Traits rule = Traits.keepsAll().without("1", "a");
    assertThat(reason(rule, "1.head", OWN)).contains("a");
    assertThat(reason(rule, "10", OWN)).isEmpty();
    Traits part = Traits.keepsAll().without("RUN-9.head", "a");
    assertThat(reason(part, "RUN-9.head", OWN)).contains("a");
    assertThat(reason(part, "RUN-9", OWN)).isEmpty();
    assertThat(reason(part, "RUN-9.body", OWN)).isEmpty();
  }

  @Test
  void valuesOfAKindDoNotMatter() throws KeyStoreException {
    ClientKind one = ClientKind.trusting(KeyStore.getInstance("PKCS12"));
    ClientKind other = ClientKind.trusting(KeyStore.getInstance("PKCS12"));
    assertThat(reason(Traits.keepsAll().without("17", one, "a"), "17", other)).contains("a");
  }

  @Test
  void excuseNeedsAReason() {
    assertThatIllegalArgumentException().isThrownBy(() -> Traits.keepsAll().without("RUN-1", " "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "RUN", "RUN-99", "RUN-9.", "RUN-9.heads", "0", "8.body", "run-9"})
  void unknownRuleIsRejected(String rule) {
    assertThatIllegalArgumentException().isThrownBy(() -> Traits.keepsAll().without(rule, "a"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Traits.keepsAll().without(rule, OWN, "a"));
  }

  @Test
  void everyRuleCanBeExcused() {
    for (ContractRule rule : ContractRule.ofBoth()) {
      Traits traits = Traits.keepsAll().without(rule.id(), "a");
      assertThat(reason(traits, rule.id(), OWN)).contains("a");
    }
  }

  @Test
  void withoutReturnsACopy() {
    Traits none = Traits.keepsAll();
    none.without("RUN-1", "a");
    assertThat(reason(none, "RUN-1", OWN)).isEmpty();
  }

  @Test
  void kindsHaveReadableNames() {
    assertThat(OWN).hasToString("own client");
    assertThat(SUPPLIED).hasToString("supplied client");
  }

  private static Optional<String> reason(Traits traits, String rule, ClientKind kind) {
    return traits.excuse(rule, kind).map(Traits.Excuse::reason);
  }
}
