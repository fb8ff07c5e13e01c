package dev.atlasrestore.codec.jsonb;

import static dev.atlasrestore.codec.jsonb.CodecFixture.decode;
import static dev.atlasrestore.codec.jsonb.CodecFixture.decodeJob;
import static dev.atlasrestore.codec.jsonb.CodecFixture.jobWith;
import static dev.atlasrestore.codec.jsonb.CodecFixture.minimalJob;
import static dev.atlasrestore.codec.jsonb.CodecFixture.withUnreadable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atlasrestore.ApiError;
import dev.atlasrestore.DecodingException;
import dev.atlasrestore.codec.RestoreJobCodec.Page;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests pages of a list of restore jobs. */
class ListTest {

  private static final String SELF =
      "{\"rel\":\"self\",\"href\":\"https://example.com/restoreJobs?pageNum=1\"}";
  private static final String NEXT =
      "{\"rel\":\"next\",\"href\":\"https://other.example/restoreJobs?pageNum=2\"}";

  @Test
  void pageHoldsItsJobsInTheOrderOfTheResponse() {
    Page page = decode(list("[" + JobDocuments.FINISHED_SHARD + "," + minimalJob() + "]")).page();
    assertThat(page.jobs())
        .containsExactly(decodeJob(JobDocuments.FINISHED_SHARD), decodeJob(minimalJob()));
    assertThat(page.hasNext()).isFalse();
  }

  @Test
  void onlyALinkNamedNextSaysThatThereIsAnotherPage() {
    assertThat(decode("{\"results\":[],\"links\":[" + SELF + "," + NEXT + "]}").page())
        .isEqualTo(new Page(List.of(), true));
    assertThat(decode("{\"links\":[" + SELF + ",{},null],\"results\":[]}").page())
        .isEqualTo(new Page(List.of(), false));
  }

  @Test
  void onlyResultsAreRequired() {
    assertThat(decode("{\"results\":[]}").page()).isEqualTo(new Page(List.of(), false));
    assertThat(memberInError("{\"totalCount\":0}")).isEqualTo("results");
    assertThat(memberInError("{\"results\":null}")).isEqualTo("results");
    assertThat(memberInError("{\"results\":{}}")).isEqualTo("results");
    assertThat(memberInError(minimalJob())).isEqualTo("results");
  }

  @Test
  void inexactAndUnreadableCountsAreIgnored() {
    assertThat(decode("{\"results\":[" + minimalJob() + "],\"totalCount\":\"many\"}").page().jobs())
        .hasSize(1);
  }

  @Test
  void envelopedListEqualsThePlainList() {
    String list = "{\"results\":[" + minimalJob() + "],\"links\":[" + NEXT + "]}";
    assertThat(decode("{\"status\":200,\"content\":" + list + "}").page())
        .isEqualTo(decode(list).page());
    assertThat(memberInError("{\"status\":200,\"content\":5}")).isEqualTo("content");
  }

  @Test
  void exceptionNamesTheJobAndItsMember() {
    assertThat(memberInError(list("[" + minimalJob() + ",{}]"))).isEqualTo("results[1].id");
    assertThat(memberInError(list("[" + jobWith("created", "7") + "]")))
        .isEqualTo("results[0].created");
    assertThat(memberInError(list("[" + minimalJob("\"id\":\"x\"") + "]")))
        .isEqualTo("results[0].id");
  }

  @Test
  void unreadableOptionalMemberIsNamedByItsJobOnly() {
    Page page = decode(list("[" + minimalJob("\"delivery\":{\"expires\":7}") + "]")).page();
    assertThat(page.jobs())
        .containsExactly(
            withUnreadable(decodeJob(minimalJob("\"delivery\":{}")), "delivery.expires"));
  }

  @Test
  void noJobOfAListIsDroppedSilently() {
    assertThat(memberInError(list("[" + minimalJob() + ",5]"))).isEqualTo("results[1]");
    assertThat(decode(list("[null," + minimalJob() + "]")).page().jobs()).hasSize(1);
    assertThat(memberInError("{\"results\":[],\"links\":5}")).isEqualTo("links");
    assertThat(memberInError("{\"results\":[],\"links\":[{\"rel\":5}]}")).isEqualTo("links[0].rel");
    assertThat(memberInError("{\"results\":[],\"results\":[]}")).isEqualTo("results");
  }

  @Test
  void errorBodyOfAListRequestIsReadAsForAJob() {
    String error = "{\"errorCode\":\"GROUP_NOT_FOUND\",\"detail\":\"No such group.\"}";
    assertThat(decode(error).error()).isEqualTo(ApiError.of("GROUP_NOT_FOUND", "No such group."));
    assertThat(memberInError(error)).isEqualTo("results");
  }

  private static String list(String results) {
    return "{\"links\":[" + SELF + "],\"results\":" + results + ",\"totalCount\":2}";
  }

  private static String memberInError(String json) {
    DecodingException error =
        catchThrowableOfType(DecodingException.class, () -> decode(json).page());
    assertThat(error).as(json).isNotNull();
    return error.member().orElseThrow();
  }
}
