package gedeon.dmp;

import static gedeon.dmp.TestPlans.aPlan;
import static gedeon.dmp.TestPlans.output;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** Documents made to break things: each is refused with its place and keeps nothing, or is kept and told. */
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostilePlansTests {
    private static final List<String> TABLES = List.of("plan", "plan_version", "output", "act");

    private static PlansBench bench;

    @BeforeAll
    static void open() {
        bench = new PlansBench(Clock.systemUTC());
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    private static Plans.Imported imported(byte[] document) {
        return bench.plans.importPlan(bench.notebook, document, "aude", null, null);
    }

    private static void refuses(byte[] document, String... words) {
        List<Long> before = TABLES.stream().map(bench::count).toList();
        assertThatThrownBy(() -> imported(document))
                .isInstanceOf(PlanUnusable.class)
                .hasMessageContainingAll(words);
        assertThat(TABLES.stream().map(bench::count).toList()).isEqualTo(before);
    }

    private static void unreadable(byte[] document, String... words) {
        refuses(document, words);
        assertThat(bench.plans.check(document, "1.2").findings())
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.code()).isEqualTo("unreadable");
                    assertThat(one.message()).contains(words);
                });
    }

    private static byte[] text(String json) {
        return json.getBytes(UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "{\"dmp\":"})
    void depthIsNamedWithItsPlace(String step) {
        unreadable(text(step.repeat(100_000)), "line 1, column", "nesting depth (101)");
        unreadable(text("{\"dmp\":" + step.repeat(200)), "line 1, column", "nesting depth (101)");
    }

    @Test
    void depthThatIsReadIsKept() {
        byte[] document = aPlan("deep", 1, dmp -> {
            ObjectNode at = dmp;
            for (int i = 0; i < 90; i++) {
                at = at.putObject("x");
            }
        });
        Plan plan = imported(document).plan();
        assertThat(bench.plans.export(plan.id(), null, "1.2")).isNotEmpty();
        assertThat(bench.plans.check(document, "1.2").valid()).isTrue();
    }

    @Test
    void sizeIsNamed() {
        byte[] large = new byte[50_000_000];
        Arrays.fill(large, (byte) ' ');
        unreadable(large, "more than 16777216 bytes");
        unreadable(text("{\"dmp\":[" + "[],".repeat(3_000_000) + "1]}"), "line 1, column", "Token count (1000001)");
        refuses(
                aPlan("many", 1, dmp -> {
                    for (int i = 0; i < 10_001; i++) {
                        output(dmp, "o" + i, 1);
                    }
                }),
                "/dmp/dataset has 10002 entries");
    }

    @Test
    void aKeyThatStandsTwiceIsNamedWithItsPlace() {
        unreadable(text("{\"dmp\":{\n\"title\":\"a\",\n\"title\":\"b\"}}"), "line 3, column", "title");
    }

    @Test
    void whatNoDatabaseKeepsIsNamedByPointer() {
        unreadable(aPlan("n", 1, dmp -> dmp.put("title", "a\0b")), "/dmp/title has a NUL character");
        unreadable(
                aPlan(
                        "n",
                        1,
                        dmp -> dmp.putObject("x/y").putArray("z").add("ok").add("\0")),
                "/dmp/x~1y/z/1 has a NUL character");
        unreadable(aPlan("n", 1, dmp -> dmp.put("k\0", 1)), "/dmp has a NUL character");
        unreadable(
                text("{\"dmp\":{\"dataset\":[{\"title\":\"\\ud83d\"}]}}"),
                "/dmp/dataset/0/title has half a character (\\ud83d");
        unreadable(text("{\"dmp\":{\"title\":\"\\udd1e\\ud834\"}}"), "/dmp/title has half a character (\\udd1e");
        assertThat(imported(aPlan("clef", 1, dmp -> dmp.put("title", "\ud834\udd1e and \\u0000 in words")))
                        .plan()
                        .title())
                .isEqualTo("\ud834\udd1e and \\u0000 in words");
    }

    @Test
    void bytesThatAreNoTextAreNamedWithTheirPlace() {
        byte[] document = aPlan("1", 1);
        document[30] = (byte) 0xFF;
        unreadable(document, "line 1, column");
        unreadable(new byte[] {0, 0, 0, '{', 0, 17, 0, 0, 0x7F, 0, 0, 0}, "broken");
        unreadable(new byte[100], "broken");
        unreadable(text("{\"dmp\":NaN}"), "line 1, column");
        unreadable(text("{\"dmp\":" + "9".repeat(2000) + "}"), "broken");
        assertThat(imported(new String(aPlan("utf16", 1), UTF_8).getBytes(StandardCharsets.UTF_16))
                        .created())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e999999999",
                "1e-999999999",
                "-1",
                "99999999999999999999",
                "\"1e999999999\"",
                "\"-5\"",
                "\"many\"",
                "[]",
                "{}",
                "true"
            })
    void aSizeThatIsNoneCountsNothingAndIsAFinding(String size) {
        byte[] document = text(new String(aPlan("size" + size.hashCode(), 77), UTF_8)
                .replace("\"byte_size\":77", "\"byte_size\":" + size));
        Plan plan = imported(document).plan();
        if (size.equals("99999999999999999999")) {
            assertThat(plan.planned()).isEqualTo(gedeon.kernel.ByteCount.of(Long.MAX_VALUE));
            return;
        }
        assertThat(plan.planned()).isNull();
        if (!size.equals("-1") && !size.equals("1e-999999999")) { // whole numbers, says the schema
            assertThat(bench.plans.check(document, "1.2").findings())
                    .anyMatch(one -> one.pointer().equals("/dmp/dataset/0/distribution/0/byte_size"));
        }
    }

    @Test
    void numbersAsTextAreMendedAndTold() {
        byte[] document =
                text(new String(aPlan("text", 77), UTF_8).replace("\"byte_size\":77", "\"byte_size\":\"77\""));
        Plans.Imported imported = imported(document);
        assertThat(imported.plan().planned()).isEqualTo(gedeon.kernel.ByteCount.of(77));
        assertThat(imported.version().mended())
                .containsExactly(
                        new PlanVersion.Repair("/dmp/dataset/0/distribution/0/byte_size", "\"77\" read as 77"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-02-30", "2026-13-01", "0000-00-00", "+999999999-12-31", "soon", "2026-02-29"})
    void aDateThatDoesNotExistIsToldAndCountsAsNotGiven(String date) {
        byte[] document = aPlan("date" + date, 1, dmp -> {
            ((ObjectNode) dmp.at("/dataset/0")).put("issued", date);
            dmp.put("modified", date + "T00:00:00Z");
        });
        Plans.Imported imported = imported(document);
        assertThat(imported.version().mended())
                .extracting(PlanVersion.Repair::pointer)
                .contains("/dmp/dataset/0/issued", "/dmp/modified");
        assertThat(bench.plans
                        .outputs(imported.plan().id(), 1)
                        .getFirst()
                        .commitments()
                        .issued())
                .isNull();
        assertThat(bench.plans.check(document, "1.2").findings())
                .extracting(PlanCheck.Finding::pointer)
                .contains("/dmp/dataset/0/issued", "/dmp/modified");
    }

    @Test
    void namesThatNoIndexHolds() {
        refuses(aPlan("x".repeat(5000), 1), "/dmp/dmp_id/identifier has more than 1000 characters");
        Plan plan = imported(aPlan(
                        "longoutput",
                        1,
                        dmp -> ((ObjectNode) dmp.at("/dataset/0/dataset_id")).put("identifier", "y".repeat(5000))))
                .plan();
        assertThat(bench.plans.outputs(plan.id(), 1).getFirst().key()).isEqualTo("dataset/0");
        assertThat(imported(aPlan("longtitle", 1, dmp -> dmp.put("title", "é".repeat(1_000_000))))
                        .created())
                .isTrue();
    }

    @Test
    void aDocumentOfMistakesMakesNoEndlessList() {
        byte[] document = aPlan("mistakes", 1, dmp -> {
            var words = ((ObjectNode) dmp.at("/dataset/0")).putArray("keyword");
            for (int i = 0; i < 100_000; i++) {
                words.add(i);
            }
        });
        assertThat(imported(document).version().mended())
                .hasSize(1001)
                .last()
                .satisfies(one -> assertThat(one.what()).isEqualTo("and 99000 more"));
        assertThat(bench.plans.check(document, "1.2").findings())
                .hasSize(1001)
                .last()
                .satisfies(one -> assertThat(one.message()).isEqualTo("99000 more findings"));
    }
}
