package dev.atlasrestore.codec.jsonb;

import static dev.atlasrestore.codec.jsonb.CodecFixture.decode;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.ApiError;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests error bodies of current and of old servers. */
class ErrorBodyTest {

  @Test
  void allMembersAreDecoded() {
    assertThat(
            decode(
                    """
                    {"detail":"No restore job with ID 6a1f exists.","error":404,
                     "errorCode":"RESTORE_JOB_NOT_FOUND","parameters":["6a1f",7,-1.50],
                     "reason":"Not Found"}
                    """)
                .error())
        .isEqualTo(
            new ApiError(
                Optional.of("RESTORE_JOB_NOT_FOUND"),
                Optional.of("No restore job with ID 6a1f exists."),
                Optional.of("Not Found"),
                List.of("6a1f", "7", "-1.50")));
  }

  @Test
  void missingMembersAreEmpty() {
    assertThat(decode("{\"error\":401,\"reason\":\"Unauthorized\",\"detail\":\"No.\"}").error())
        .isEqualTo(
            new ApiError(
                Optional.empty(), Optional.of("No."), Optional.of("Unauthorized"), List.of()));
    assertThat(decode("{}").error()).isEqualTo(ApiError.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "1", "1e1000000000", "true", "[]", "{}", "\"\\ud800\""})
  void memberOfAWrongTypeIsAbsent(String value) {
    String json =
        "{\"errorCode\":%1$s,\"detail\":%1$s,\"reason\":%1$s,\"parameters\":%1$s,\"error\":%1$s}"
            .formatted(value);
    assertThat(decode(json).error()).isEqualTo(ApiError.NONE);
  }

  @Test
  void parametersKeepOnlyStringsAndNumbers() {
    assertThat(
            decode(
                    "{\"parameters\":[null,\"a\",true,{\"b\":[1]},[\"c\"],false,2,\"\\udfff\",\"\"]}")
                .error()
                .parameters())
        .containsExactly("a", "2", "");
    assertThat(decode("{\"parameters\":{\"a\":\"b\"}}").error().parameters()).isEmpty();
  }

  @Test
  void invalidJobMembersDoNotAffectTheError() {
    assertThat(decode("{\"id\":1,\"hashes\":7,\"errorCode\":\"X\",\"created\":\"\"}").error())
        .isEqualTo(new ApiError(Optional.of("X"), Optional.empty(), Optional.empty(), List.of()));
  }

  @Test
  void duplicateMemberIsAbsentInTheErrorAndInvalidInTheJob() {
    String json = "{\"errorCode\":\"X\",\"errorCode\":\"Y\",\"detail\":\"d\"}";
    assertThat(decode(json).error())
        .isEqualTo(new ApiError(Optional.empty(), Optional.of("d"), Optional.empty(), List.of()));
    assertThat(CodecFixture.memberInError(json)).isEqualTo("errorCode");
  }
}
