package gedeon.storage.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.kernel.ByteCount;
import gedeon.storage.Attributes;
import gedeon.storage.ObjectKey;
import gedeon.storage.ObjectLock;
import gedeon.storage.StoredVersion;
import gedeon.storage.VersionId;
import gedeon.storage.s3.lifecycle.LifecycleXml;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What rules want of a version: by its age, its place among its key's versions, and what the filter says. */
class LifecycleRulesTests {
    private static final Instant MADE = Instant.parse("2026-01-10T10:30:00Z");
    private static final Days HOURS = new Days(Duration.ofHours(1));

    private static LifecycleRules rules(String... rules) {
        StringBuilder xml = new StringBuilder("<LifecycleConfiguration>");
        for (String rule : rules) {
            xml.append("<Rule><Status>Enabled</Status>")
                    .append(rule.contains("<Filter>") ? "" : "<Filter></Filter>")
                    .append(rule)
                    .append("</Rule>");
        }
        return LifecycleXml.kept(xml.append("</LifecycleConfiguration>").toString());
    }

    private static String days(int days) {
        return "<Expiration><Days>" + days + "</Days></Expiration>";
    }

    private static String filter(String inside) {
        return "<Filter>" + inside + "</Filter>";
    }

    private static StoredVersion version(String key, long size, Map<String, String> tags) {
        return new StoredVersion(
                1,
                1,
                "b",
                ObjectKey.of(key),
                new VersionId(1, 1),
                false,
                size < 0,
                new ByteCount(Math.max(0, size)),
                "e",
                null,
                List.of(),
                null,
                MADE,
                Attributes.NONE.withTags(tags),
                1);
    }

    private static Verdict decide(LifecycleRules rules, Standing standing, Duration age) {
        return rules.decide(standing, MADE.plus(age), HOURS);
    }

    private static Standing current(StoredVersion version) {
        return new Standing(version, null, 0, true);
    }

    private static Standing noncurrent(StoredVersion version, Duration succeededAfter, int newer) {
        return new Standing(version, MADE.plus(succeededAfter), newer, false);
    }

    @ParameterizedTest
    @CsvSource({"179, KEEP", "180, EXPIRE", "181, EXPIRE"})
    void aCurrentVersionExpiresWhenItsDaysHavePassed(long minutes, Verdict verdict) {
        assertThat(decide(rules(days(3)), current(version("k", 1, Map.of())), Duration.ofMinutes(minutes)))
                .isEqualTo(verdict);
    }

    @Test
    void calendarDaysEndAtTheMidnightThatFollows() {
        assertThat(Days.CALENDAR.after(MADE, 3)).isEqualTo(Instant.parse("2026-01-14T00:00:00Z"));
        assertThat(rules(days(3))
                        .expiry(version("k", 1, Map.of()), Days.CALENDAR)
                        .orElseThrow()
                        .at())
                .isEqualTo(Instant.parse("2026-01-14T00:00:00Z"));
    }

    @Test
    void aDateIsTheSameForAll() {
        LifecycleRules rules = rules("<Expiration><Date>2026-01-11T00:00:00Z</Date></Expiration>");
        assertThat(decide(rules, current(version("k", 1, Map.of())), Duration.ofHours(13)))
                .isEqualTo(Verdict.KEEP);
        assertThat(decide(rules, current(version("k", 1, Map.of())), Duration.ofHours(14)))
                .isEqualTo(Verdict.EXPIRE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<Prefix>a/</Prefix> | a/k | 5 | EXPIRE",
                "<Prefix>a/</Prefix> | a | 5 | KEEP",
                "<Prefix>a/</Prefix> | b/a/ | 5 | KEEP",
                "<Tag><Key>t</Key><Value>1</Value></Tag> | k | 5 | EXPIRE",
                "<Tag><Key>t</Key><Value>2</Value></Tag> | k | 5 | KEEP",
                "<Tag><Key>u</Key><Value>1</Value></Tag> | k | 5 | KEEP",
                "<ObjectSizeGreaterThan>4</ObjectSizeGreaterThan> | k | 5 | EXPIRE",
                "<ObjectSizeGreaterThan>5</ObjectSizeGreaterThan> | k | 5 | KEEP",
                "<ObjectSizeLessThan>6</ObjectSizeLessThan> | k | 5 | EXPIRE",
                "<ObjectSizeLessThan>5</ObjectSizeLessThan> | k | 5 | KEEP",
                "<And><Prefix>a</Prefix><Tag><Key>t</Key><Value>1</Value></Tag></And> | a | 5 | EXPIRE",
                "<And><Prefix>a</Prefix><Tag><Key>t</Key><Value>1</Value></Tag></And> | b | 5 | KEEP",
                "<Prefix>a</Prefix><Tag><Key>u</Key><Value>1</Value></Tag> | a | 5 | KEEP"
            })
    void aRuleSpeaksOfWhatItsFilterSays(String inside, String key, long size, Verdict verdict) {
        LifecycleRules rules = rules(filter(inside) + days(1));
        assertThat(decide(rules, current(version(key, size, Map.of("t", "1"))), Duration.ofDays(1)))
                .isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({"0, 179, KEEP", "0, 180, REMOVE", "1, 180, REMOVE", "5, 1000, REMOVE"})
    void aNoncurrentVersionsDaysCountFromItsSuccessor(int newer, long minutes, Verdict verdict) {
        LifecycleRules rules =
                rules("<NoncurrentVersionExpiration><NoncurrentDays>2</NoncurrentDays></NoncurrentVersionExpiration>");
        assertThat(decide(
                        rules,
                        noncurrent(version("k", 1, Map.of()), Duration.ofHours(1), newer),
                        Duration.ofMinutes(minutes)))
                .isEqualTo(verdict);
    }

    @Test
    void theNewestNoncurrentVersionsStayWhateverTheirAge() {
        LifecycleRules rules = rules("<NoncurrentVersionExpiration><NoncurrentDays>1</NoncurrentDays>"
                + "<NewerNoncurrentVersions>2</NewerNoncurrentVersions></NoncurrentVersionExpiration>");
        StoredVersion version = version("k", 1, Map.of());
        assertThat(decide(rules, noncurrent(version, Duration.ZERO, 1), Duration.ofDays(9)))
                .isEqualTo(Verdict.KEEP);
        assertThat(decide(rules, noncurrent(version, Duration.ZERO, 2), Duration.ofDays(9)))
                .isEqualTo(Verdict.REMOVE);
    }

    @Test
    void aMarkerGoesWhenNothingIsLeftUnderIt() {
        StoredVersion marker = version("k", -1, Map.of());
        LifecycleRules markers =
                rules("<Expiration><ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker></Expiration>");
        assertThat(decide(markers, current(marker), Duration.ZERO)).isEqualTo(Verdict.REMOVE);
        assertThat(decide(markers, new Standing(marker, null, 0, false), Duration.ofDays(9)))
                .isEqualTo(Verdict.KEEP);
        assertThat(decide(rules(days(5)), current(marker), Duration.ofHours(4))).isEqualTo(Verdict.KEEP);
        assertThat(decide(rules(days(5)), current(marker), Duration.ofHours(5))).isEqualTo(Verdict.REMOVE);
        assertThat(decide(
                        rules(filter("<ObjectSizeLessThan>9</ObjectSizeLessThan>") + days(5)),
                        current(marker),
                        Duration.ofHours(9)))
                .isEqualTo(Verdict.KEEP);
    }

    @Test
    void whatIsUnderRetentionOrHoldIsNeverRemoved() {
        LifecycleRules rules =
                rules("<NoncurrentVersionExpiration><NoncurrentDays>1</NoncurrentDays></NoncurrentVersionExpiration>");
        StoredVersion version = version("k", 1, Map.of());
        StoredVersion held = version.with(version.attributes().withLock(new ObjectLock(null, null, true)), 2);
        StoredVersion retained = version.with(
                version.attributes()
                        .withLock(new ObjectLock(ObjectLock.Mode.GOVERNANCE, MADE.plus(Duration.ofDays(9)), false)),
                2);
        assertThat(decide(rules, noncurrent(held, Duration.ZERO, 0), Duration.ofDays(30)))
                .isEqualTo(Verdict.KEEP);
        assertThat(decide(rules, noncurrent(retained, Duration.ZERO, 0), Duration.ofDays(8)))
                .isEqualTo(Verdict.KEEP);
        assertThat(decide(rules, noncurrent(retained, Duration.ZERO, 0), Duration.ofDays(10)))
                .isEqualTo(Verdict.REMOVE);
    }

    @Test
    void aDisabledRuleWantsNothing() {
        LifecycleRules rules =
                LifecycleXml.kept("<LifecycleConfiguration><Rule><Status>Disabled</Status><Prefix></Prefix>" + days(1)
                        + "</Rule></LifecycleConfiguration>");
        assertThat(decide(rules, current(version("k", 1, Map.of())), Duration.ofDays(9)))
                .isEqualTo(Verdict.KEEP);
        assertThat(rules.prefixes(false)).isEmpty();
        assertThat(rules.expiry(version("k", 1, Map.of()), Days.CALENDAR)).isEmpty();
    }

    @Test
    void onlyWhatTheRulesSpeakOfIsWalked() {
        assertThat(rules(
                                filter("<Prefix>a/b</Prefix>") + days(1),
                                filter("<Prefix>c</Prefix>") + days(1),
                                filter("<Prefix>a/</Prefix>") + days(1))
                        .prefixes(false))
                .containsExactly("a/", "c");
    }
}
