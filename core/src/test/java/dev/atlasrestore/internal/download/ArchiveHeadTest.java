package dev.atlasrestore.internal.download;

import static dev.atlasrestore.exchange.Dialogue.response;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchiveHeadTest {

  private static final String RANGES = "Accept-Ranges: bytes";

  /** RFC 9110, section 8.8.2.2: the content must be at least a second older than the response. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Sun, 01 Mar 2026 12:00:01 GMT | Sun, 01 Mar 2026 12:00:00 GMT    | true",
        "Sun, 01 Mar 2026 12:00:00 GMT | Sun, 01 Mar 2026 12:00:00 GMT    | false",
        "Sun, 01 Mar 2026 12:00:00 GMT | Sun, 01 Mar 2026 12:00:01 GMT    | false",
        "Sun, 01 Mar 2026 12:00:01 GMT | Sunday, 01-Mar-26 12:00:00 GMT   | true",
        "Sun, 01 Mar 2026 12:00:01 GMT | yesterday                        | false",
        "now                           | Sun, 01 Mar 2026 12:00:00 GMT    | false"
      })
  void lastModifiedProvesOnlyContentThatIsOlderThanTheResponse(
      String date, String lastModified, boolean resumable) {
    ArchiveHead head =
        ArchiveHead.of(
            response(200, "", RANGES, "Date: " + date, "Last-Modified: " + lastModified));
    assertThat(head.isResumable()).isEqualTo(resumable);
  }

  @Test
  void dateProvesNothingBesideAWeakTag() {
    ArchiveHead head =
        ArchiveHead.of(
            response(
                200,
                "",
                RANGES,
                "ETag: W/\"v1\"",
                "Date: Sun, 01 Mar 2026 12:00:01 GMT",
                "Last-Modified: Sun, 01 Mar 2026 12:00:00 GMT"));
    assertThat(head.isResumable()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ETag: \"v1\"                                 | true",
        "ETag: W/\"v1\"                               | false",
        "Last-Modified: Sun, 01 Mar 2026 12:00:00 GMT | false"
      })
  void onlyStrongTagProvesContentWithoutADate(String validator, boolean resumable) {
    assertThat(ArchiveHead.of(response(200, "", RANGES, validator)).isResumable())
        .isEqualTo(resumable);
  }

  @Test
  void tagWithControlCharacterIsNotSentBack() {
    String tag = "ETag: \"v1\rRange: bytes=0-\"";
    assertThat(ArchiveHead.of(response(200, "", RANGES, tag)).isResumable()).isFalse();
  }
}
