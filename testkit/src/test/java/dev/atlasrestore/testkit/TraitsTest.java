package dev.atlasrestore.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.KeyStore;
import java.security.KeyStoreException;
import org.junit.jupiter.api.Test;

class TraitsTest {

  private static final ClientKind OWN = ClientKind.own();
  private static final ClientKind BORROWED = ClientKind.borrowed();

  @Test
  void everythingIsKeptUnlessDeclaredOtherwise() {
    assertThat(Traits.keepsAll().reasonAgainst("RUN-1", OWN)).isEmpty();
  }

  @Test
  void aRuleIsDeclaredForEveryKindOrForOne() {
    Traits traits = Traits.keepsAll().without("RUN-1", "a").without("RUN-2", BORROWED, "b");
    assertThat(traits.reasonAgainst("RUN-1", OWN)).contains("a");
    assertThat(traits.reasonAgainst("RUN-1", BORROWED)).contains("a");
    assertThat(traits.reasonAgainst("RUN-2", OWN)).isEmpty();
    assertThat(traits.reasonAgainst("RUN-2", BORROWED)).contains("b");
  }

  @Test
  void aRuleStandsForItsPartsButAPartForItselfOnly() {
    Traits rule = Traits.keepsAll().without("RUN-1", "a");
    assertThat(rule.reasonAgainst("RUN-1.head", OWN)).contains("a");
    assertThat(rule.reasonAgainst("RUN-10", OWN)).isEmpty();
    Traits part = Traits.keepsAll().without("RUN-1.head", "a");
    assertThat(part.reasonAgainst("RUN-1.head", OWN)).contains("a");
    assertThat(part.reasonAgainst("RUN-1", OWN)).isEmpty();
    assertThat(part.reasonAgainst("RUN-1.body", OWN)).isEmpty();
  }

  @Test
  void aKindIsOneWhateverItTrusts() throws KeyStoreException {
    ClientKind one = ClientKind.trusting(KeyStore.getInstance("PKCS12"));
    ClientKind other = ClientKind.trusting(KeyStore.getInstance("PKCS12"));
    assertThat(Traits.keepsAll().without("17", one, "a").reasonAgainst("17", other)).contains("a");
  }

  @Test
  void aDeclarationNeedsAReason() {
    assertThatIllegalArgumentException().isThrownBy(() -> Traits.keepsAll().without("RUN-1", " "));
  }

  @Test
  void declaringMoreChangesNothingDeclaredBefore() {
    Traits none = Traits.keepsAll();
    none.without("RUN-1", "a");
    assertThat(none.reasonAgainst("RUN-1", OWN)).isEmpty();
  }

  @Test
  void kindsSayWhatTheyAre() {
    assertThat(OWN).hasToString("own client");
    assertThat(BORROWED).hasToString("borrowed client");
  }
}
