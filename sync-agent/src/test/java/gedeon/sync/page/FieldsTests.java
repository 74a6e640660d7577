package gedeon.sync.page;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.client.wire.EnrolRequest;
import gedeon.client.wire.HeartbeatBody;
import gedeon.client.wire.ManifestBody;
import gedeon.client.wire.ManifestFile;
import gedeon.client.wire.VerdictBody;
import gedeon.sync.words.Words;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class FieldsTests {
    @Test
    void everyFieldIsListedAlsoThoseOfRecordsInsideAndThoseWithoutValue() {
        ManifestFile file = new ManifestFile("a/b", "k", "v", 5, "00", Instant.EPOCH);
        ManifestBody manifest = new ManifestBody(
                "s",
                "run",
                new VerdictBody("marker", 0.9, false),
                null,
                Instant.EPOCH,
                null,
                null,
                List.of(file, file, file, file));
        List<Fields.Field> fields = Fields.of(ManifestBody.class, manifest);
        assertThat(fields)
                .contains(
                        new Fields.Field("source", "ManifestBody.source", "s"),
                        new Fields.Field("verdict.rule", "VerdictBody.rule", "marker"),
                        new Fields.Field("operator", "ManifestBody.operator", ""),
                        new Fields.Field("files.path", "ManifestFile.path", "a/b · a/b · a/b … (4)"));
        assertThat(Fields.of(ManifestBody.class, null))
                .hasSameSizeAs(fields)
                .allMatch(one -> one.value().isEmpty());
    }

    @Test
    void whatIsSecretIsNotTold() {
        assertThat(Fields.of(EnrolRequest.class, new EnrolRequest("K7Q", "pc", "Linux", "1"))
                        .toString())
                .contains("pc")
                .doesNotContain("K7Q");
    }

    /** A new field shows by itself; what it is must be said in both languages. */
    @Test
    void whatEachFieldIsIsSaidInBothLanguages() {
        for (Locale locale : new Locale[] {Locale.ENGLISH, Locale.FRENCH}) {
            Words words = Words.in(locale);
            for (Class<?> sent : List.of(HeartbeatBody.class, ManifestBody.class, EnrolRequest.class)) {
                assertThat(Fields.of(sent, null))
                        .allSatisfy(field -> assertThat(words.sayOr("field." + field.key(), ""))
                                .as(field.key())
                                .isNotEmpty());
            }
        }
    }
}
