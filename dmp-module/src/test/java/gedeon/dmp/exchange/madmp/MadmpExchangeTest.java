package gedeon.dmp.exchange.madmp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;

import gedeon.kernel.ByteCount;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class MadmpExchangeTest {
    private static final MadmpValidator VALIDATOR = new MadmpValidator();
    private static final MadmpReader READER = new MadmpReader();
    private static final MadmpWriter WRITER = new MadmpWriter(VALIDATOR);

    private static MadmpReader.Read read(JsonNode plan) {
        return READER.read(JsonMapper.shared().writeValueAsBytes(plan));
    }

    @Test
    void anyPlanIsWrittenValidInEveryVersionAndComesBackUnchanged() {
        qt().withExamples(200).forAll(integers().all()).checkAssert(seed -> {
            ObjectNode plan = MadmpPlans.random(seed);
            for (Version version : Version.values()) {
                JsonNode written = WRITER.tree(plan, version);
                assertThat(VALIDATOR.validate(written, version)).isEmpty();
                MadmpReader.Read first = READER.read(WRITER.write(plan, version));
                assertThat(first.mended()).isEmpty();
                MadmpReader.Read second = READER.read(WRITER.write(first.plan(), Version.V1_2));
                assertThat(second.plan()).isEqualTo(first.plan());
                assertThat(second.mended()).isEmpty();
            }
        });
    }

    @Test
    void whatIsPlainIsMendedAndTold() {
        ObjectNode plan = MadmpPlans.minimal();
        ObjectNode dmp = (ObjectNode) plan.get("dmp");
        dmp.put("ethical_issues_exist", "No")
                .put("created", "2026-01-31 09:00:00")
                .put("language", "fr");
        ObjectNode dataset = (ObjectNode) dmp.withArray("dataset").get(0);
        dmp.set("dataset", dataset);
        dataset.put("personal_data", true).put("keyword", "ice").remove("sensitive_data");
        dataset.put("issued", "2027-03-04T00:00:00Z").putNull("description");
        dataset.putObject("distribution").put("byte_size", "2 TB");
        MadmpReader.Read read = read(plan);
        assertThat(VALIDATOR.validate(read.plan(), Version.V1_2)).isEmpty();
        JsonNode mended = read.plan().at("/dmp/dataset/0");
        assertThat(mended.at("/personal_data").asString()).isEqualTo("yes");
        assertThat(mended.at("/issued").asString()).isEqualTo("2027-03-04");
        assertThat(mended.at("/keyword/0").asString()).isEqualTo("ice");
        assertThat(read.plan().at("/dmp/created").asString()).isEqualTo("2026-01-31T09:00:00Z");
        assertThat(read.plan().at("/dmp/language").asString()).isEqualTo("fra");
        assertThat(read.mended())
                .extracting(Mended::pointer)
                .contains(
                        "/dmp/ethical_issues_exist",
                        "/dmp/created",
                        "/dmp/language",
                        "/dmp/dataset",
                        "/dmp/dataset/0/personal_data",
                        "/dmp/dataset/0/sensitive_data",
                        "/dmp/dataset/0/keyword",
                        "/dmp/dataset/0/distribution",
                        "/dmp/dataset/0/distribution/0/byte_size",
                        "/dmp/dataset/0/distribution/0/data_access",
                        "/dmp/dataset/0/description");
        assertThat(PlannedVolume.ofPlan(read.plan())).isEqualTo(ByteCount.parse("2TB"));
    }

    @Test
    void unknownKeysAreKept() {
        ObjectNode plan = MadmpPlans.minimal();
        ((ObjectNode) plan.get("dmp")).put("x_review", "2027");
        assertThat(read(plan).plan()).isEqualTo(plan);
        assertThat(WRITER.tree(plan, Version.V1_0).at("/dmp/x_review").asString())
                .isEqualTo("2027");
    }

    @Test
    void olderVersionsLoseNewKeysAndOpenTypes() {
        ObjectNode plan = MadmpPlans.minimal();
        ObjectNode dmp = (ObjectNode) plan.get("dmp");
        ((ObjectNode) dmp.at("/dmp_id")).put("type", "hal");
        ((ObjectNode) dmp.at("/dataset/0")).put("is_reused", true);
        JsonNode old = WRITER.tree(plan, Version.V1_1);
        assertThat(old.at("/dmp/dmp_id/type").asString()).isEqualTo("other");
        assertThat(old.at("/dmp/dataset/0").has("is_reused")).isFalse();
        assertThat(plan.at("/dmp/dmp_id/type").asString()).isEqualTo("hal");
    }

    @Test
    void whatOnlyTheAuthorKnowsIsAFindingAndIsNotWritten() {
        ObjectNode plan = MadmpPlans.minimal();
        ((ObjectNode) plan.get("dmp")).remove("contact");
        MadmpReader.Read read = read(plan);
        assertThat(VALIDATOR.validate(read.plan(), Version.V1_2))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.pointer()).isEqualTo("/dmp/contact");
                    assertThat(finding.code()).isEqualTo("missing");
                    assertThat(finding.remedy()).isEqualTo("Add contact.");
                });
        assertThatThrownBy(() -> WRITER.write(read.plan(), Version.V1_2))
                .isInstanceOf(MadmpIncomplete.class)
                .hasMessageContaining("/dmp/contact");
    }

    @Test
    void aPlanWithoutDatasetsOrWithAWrongDateIsFound() {
        ObjectNode plan = MadmpPlans.minimal();
        ObjectNode dmp = (ObjectNode) plan.get("dmp");
        dmp.put("created", "last week").putArray("dataset");
        assertThat(VALIDATOR.validate(read(plan).plan(), Version.V1_2))
                .extracting(Finding::pointer, Finding::code)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("/dmp/created", "wrong-format"),
                        org.assertj.core.groups.Tuple.tuple("/dmp/dataset", "empty"));
    }

    @Test
    void brokenJsonIsNamedWithItsPlace() {
        assertThatThrownBy(() -> READER.read("{\n  \"dmp\": {,}\n}".getBytes(UTF_8)))
                .isInstanceOf(MadmpUnreadable.class)
                .hasMessageStartingWith("the JSON is broken at line 2, column ");
        for (String bad : new String[] {"", "[]", "7", "{}", "{\"dmp\":[]}", "{\"dmp\":null}", "{} {}", "{\"dmp\":"}) {
            assertThatThrownBy(() -> READER.read(bad.getBytes(UTF_8))).as(bad).isInstanceOf(MadmpUnreadable.class);
        }
    }

    @Test
    void theVolumeOfADatasetIsTheSumOfItsDistributions() {
        ObjectNode plan = MadmpPlans.minimal();
        ObjectNode cores = (ObjectNode) plan.at("/dmp/dataset/0");
        cores.withArray("distribution").addObject().put("byte_size", 40);
        cores.withArray("distribution").addObject().put("byte_size", 2);
        MadmpPlans.dataset((ObjectNode) plan.get("dmp"), "Photos")
                .putArray("distribution")
                .addObject();
        assertThat(PlannedVolume.perDataset(plan))
                .extracting(v -> v.volume().value())
                .containsExactly(42L, 0L);
        assertThat(PlannedVolume.perDataset(plan))
                .extracting(PlannedVolume::complete)
                .containsExactly(true, false);
    }
}
