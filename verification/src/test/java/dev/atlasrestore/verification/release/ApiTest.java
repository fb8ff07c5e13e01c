package dev.atlasrestore.verification.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The public API changes only together with its listing, so that a review sees each change. */
class ApiTest {

  private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

  @ParameterizedTest
  @FieldSource("dev.atlasrestore.verification.release.ApiListing#MODULES")
  void apiIsTheListedOne(String module) throws IOException {
    ApiListing listing = new ApiListing(PROJECT, module);

    assertThat(listing.text())
        .as("the API of %s. If the change is intended, run .ci/api and commit docs/api", module)
        .isNotEmpty()
        .isEqualTo(Files.readString(listing.file()));
  }
}
