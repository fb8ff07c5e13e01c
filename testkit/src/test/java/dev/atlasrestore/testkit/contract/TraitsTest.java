package dev.atlasrestore.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraitsTest {

  private static final ClientKind OWN = ClientKind.own();
  private static final ClientKind BORROWED = ClientKind.supplied();

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
    Traits rule = Traits.keepsAll().without("1", "a");
    assertThat(rule.reasonAgainst("1.head", OWN)).contains("a");
    assertThat(rule.reasonAgainst("10", OWN)).isEmpty();
    Traits part = Traits.keepsAll().without("RUN-9.head", "a");
    assertThat(part.reasonAgainst("RUN-9.head", OWN)).contains("a");
    assertThat(part.reasonAgainst("RUN-9", OWN)).isEmpty();
    assertThat(part.reasonAgainst("RUN-9.body", OWN)).isEmpty();
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

  @ParameterizedTest
  @ValueSource(strings = {"", "RUN", "RUN-99", "RUN-9.", "RUN-9.heads", "0", "8.body", "run-9"})
  void aDeclarationNamesARuleOrAPartThatThereIs(String rule) {
    assertThatIllegalArgumentException().isThrownBy(() -> Traits.keepsAll().without(rule, "a"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Traits.keepsAll().without(rule, OWN, "a"));
  }

  @Test
  void everyRuleAndEveryPartCanBeDeclared() {
    Stream<String> rules =
        Stream.concat(ContractRule.ofRunners().stream(), ContractRule.ofPorts().stream())
            .map(ContractRule::id);
    Stream.concat(rules, ContractRule.allTests().stream().map(ContractRule.Test::part))
        .forEach(
            id ->
                assertThat(Traits.keepsAll().without(id, "a").reasonAgainst(id, OWN))
                    .contains("a"));
  }

  @Test
  void theDocumentationListsTheParts() throws IOException {
    String source =
        Files.readString(Path.of("src/main/java/dev/atlasrestore/testkit/contract/Traits.java"));
    Set<String> listed =
        Pattern.compile("\\{@code[\\s*]+((?:RUN-)?\\d+\\.\\w+)}")
            .matcher(source)
            .results()
            .map(part -> part.group(1))
            .collect(Collectors.toSet());
    Set<String> parts =
        ContractRule.allTests().stream()
            .map(ContractRule.Test::part)
            .filter(part -> part.contains("."))
            .collect(Collectors.toSet());
    assertThat(listed).isEqualTo(parts);
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
    assertThat(BORROWED).hasToString("supplied client");
  }
}
