package dev.atlasrestore;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@link Delivery}; rule 25 of the contract (secrets). */
class DeliveryTest {

  /** The serialized form does not contain these. The header without its value is of no use. */
  private static final List<String> SECRETS = List.of("url", "urlV2", "authHeader", "authValue");

  private record Property<V>(
      String name,
      BiFunction<Delivery.Builder, V, Delivery.Builder> set,
      Function<Delivery, Optional<V>> get,
      V value) {

    Delivery.Builder on(Delivery.Builder builder) {
      return set.apply(builder, value);
    }

    Delivery.Builder off(Delivery.Builder builder) {
      return set.apply(builder, null);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Property<?>> properties() {
    Instant expires = Instant.parse("2026-03-02T00:00:00Z");
    return Stream.of(
        new Property<>(
            "method", Delivery.Builder::method, Delivery::method, DeliveryMethod.CLIENT_PIT_SCP),
        new Property<>("status", Delivery.Builder::status, Delivery::status, DeliveryStatus.READY),
        new Property<>("expires", Delivery.Builder::expires, Delivery::expires, expires),
        new Property<>(
            "expirationHours", Delivery.Builder::expirationHours, Delivery::expirationHours, 48L),
        new Property<>(
            "maxDownloads", Delivery.Builder::maxDownloads, Delivery::maxDownloads, 2147483647L),
        new Property<>("url", Delivery.Builder::url, Delivery::url, "https://h/SECRET"),
        new Property<>("urlV2", Delivery.Builder::urlV2, Delivery::urlV2, "https://h/SECRET/2"),
        new Property<>(
            "authHeader", Delivery.Builder::authHeader, Delivery::authHeader, "X-Download"),
        new Property<>("authValue", Delivery.Builder::authValue, Delivery::authValue, "SECRET"),
        new Property<>(
            "targetClusterId", Delivery.Builder::targetClusterId, Delivery::targetClusterId, "c"),
        new Property<>(
            "targetClusterName",
            Delivery.Builder::targetClusterName,
            Delivery::targetClusterName,
            "n"),
        new Property<>(
            "targetGroupId", Delivery.Builder::targetGroupId, Delivery::targetGroupId, "g"));
  }

  @ParameterizedTest
  @MethodSource("properties")
  void everyPropertyIsReadBackComparedShownAndSerialized(Property<?> property) throws Exception {
    Delivery without = Delivery.builder().build();
    assertThat(property.get().apply(without)).isEmpty();

    Delivery with = property.on(Delivery.builder()).build();
    assertThat(property.get().apply(with).map(Object.class::cast)).contains(property.value());
    assertThat(with).isNotEqualTo(without);
    assertThat(with.hashCode()).isNotEqualTo(without.hashCode());
    assertThat(with.toString()).isNotEqualTo(without.toString()).contains(property.name() + "=");

    Delivery copy = with.toBuilder().build();
    assertThat(copy).isEqualTo(with).hasSameHashCodeAs(with).hasToString(with.toString());
    assertThat(property.off(with.toBuilder()).build()).isEqualTo(without);
    Delivery serialized = SECRETS.contains(property.name()) ? without : with;
    assertThat(Serialization.copy(with)).isEqualTo(serialized);
  }

  @Test
  void thisTestCoversEveryPublicProperty() {
    List<String> others = List.of("builder", "toBuilder", "hashCode", "toString");
    List<String> accessors =
        Arrays.stream(Delivery.class.getDeclaredMethods())
            .filter(m -> Modifier.isPublic(m.getModifiers()) && m.getParameterCount() == 0)
            .map(Method::getName)
            .filter(name -> !others.contains(name))
            .toList();
    assertThat(properties().map(Property::name).toList())
        .containsExactlyInAnyOrderElementsOf(accessors);
  }

  @Test
  void linksAndCredentialAreHiddenAndTheNameOfTheHeaderIsShown() {
    Delivery.Builder all = Delivery.builder();
    properties().forEach(property -> property.on(all));
    assertThat(all.build().toString())
        .contains("url=…", "urlV2=…", "authValue=…", "authHeader=X-Download")
        .doesNotContain("SECRET");
  }

  @Test
  void absentLinkIsShownAsAbsent() {
    assertThat(Delivery.builder().build().toString()).contains("url=null");
    assertThat(Delivery.builder().url("").build().url()).contains("");
  }

  @Test
  void deliveryDoesNotEqualOtherTypes() {
    assertThat(Delivery.builder().build()).isNotEqualTo(null).isNotEqualTo("x");
  }
}
