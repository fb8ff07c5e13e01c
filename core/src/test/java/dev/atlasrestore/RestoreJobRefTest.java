package dev.atlasrestore;

import static dev.atlasrestore.Samples.GROUP;
import static dev.atlasrestore.Samples.JOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link RestoreJobRef}; rule 23 of the contract (arguments). */
class RestoreJobRefTest {

  @Test
  void idsOf24HexadecimalCharactersInAnyCaseAreKept() {
    RestoreJobRef ref = new RestoreJobRef("0123456789abcdefABCDEF00", "c", JOB);
    assertThat(ref.groupId()).isEqualTo("0123456789abcdefABCDEF00");
    assertThat(ref.jobId()).isEqualTo(JOB);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "5e6f0011223344556677889",
        "5e6f001122334455667788990",
        "5e6f0011223344556677889g",
        "5e6f00112233445566778 99",
        "5e6f0011223344556677/../",
        "5e6f001122334455667788\r\n",
        "5e6f0011223344556677889٣"
      })
  void anyOtherIdIsRejected(String id) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RestoreJobRef(id, "c", JOB))
        .withMessageContaining("groupId")
        .withMessageContaining("24");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RestoreJobRef(GROUP, "c", id))
        .withMessageContaining("jobId");
    assertThat(RestoreJobRef.parse(id, "c", JOB)).isEmpty();
    assertThat(RestoreJobRef.parse(GROUP, "c", id)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\u2003",
        ".",
        "..",
        "a\u0000b",
        "a\nb",
        "\u007f",
        "\u0085",
        "\uD800",
        "a\uDC00"
      })
  void clusterThatAPathCannotContainIsRejected(String cluster) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RestoreJobRef(GROUP, cluster, JOB))
        .withMessageContaining("cluster");
    assertThat(RestoreJobRef.parse(GROUP, cluster, JOB)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Cluster0", "...", "..a", "%2e%2e", "a/b", "a?b#c;d e", "müller", "😀", "a:b@c"})
  void anyOtherClusterIsKept(String cluster) {
    assertThat(new RestoreJobRef(GROUP, cluster, JOB).cluster()).isEqualTo(cluster);
  }

  @Test
  void parseReturnsAReferenceOfThreeValidParts() {
    assertThat(RestoreJobRef.parse(GROUP, "a b", JOB))
        .contains(new RestoreJobRef(GROUP, "a b", JOB));
  }

  @Test
  void parseReturnsNothingIfAPartIsMissing() {
    assertThat(RestoreJobRef.parse(null, "c", JOB)).isEmpty();
    assertThat(RestoreJobRef.parse(GROUP, null, JOB)).isEmpty();
    assertThat(RestoreJobRef.parse(GROUP, "c", null)).isEmpty();
  }

  @Test
  void nullIsRejected() {
    assertThatNullPointerException().isThrownBy(() -> new RestoreJobRef(null, "c", JOB));
    assertThatNullPointerException().isThrownBy(() -> new RestoreJobRef(GROUP, null, JOB));
    assertThatNullPointerException().isThrownBy(() -> new RestoreJobRef(GROUP, "c", null));
  }
}
