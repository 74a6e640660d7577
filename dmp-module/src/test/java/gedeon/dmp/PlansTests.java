package gedeon.dmp;

import static gedeon.dmp.TestPlans.aPlan;
import static gedeon.dmp.TestPlans.json;
import static gedeon.dmp.TestPlans.output;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.dmp.Drift.Grade;
import gedeon.dmp.Drift.Item;
import gedeon.dmp.Plans.Applied;
import gedeon.dmp.Plans.Imported;
import gedeon.kernel.ByteCount;
import gedeon.storage.Allocation;
import gedeon.storage.Encryption;
import gedeon.storage.Gateway;
import gedeon.storage.GatewaySettings;
import gedeon.storage.ObjectKey;
import gedeon.storage.Quota;
import gedeon.storage.QuotaChange;
import gedeon.storage.Quotas;
import gedeon.storage.Scope;
import gedeon.storage.TestGateway;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.ObjectStore;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.memory.MemoryTier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import tools.jackson.databind.JsonNode;

/** Plans on a real PostgreSQL, with the real ledger. */
class PlansTests {
    private static Gateway gateway;
    private static PGSimpleDataSource source;
    private static int notebooks;

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-24T12:00:00Z"));
    private Notebooks.NotebookRow notebook;
    private Plans plans;

    @BeforeAll
    static void open() {
        GatewaySettings settings = TestGateway.settings();
        gateway = TestGateway.open(settings, new MemoryTier());
        source = new PGSimpleDataSource();
        source.setUrl(settings.jdbcUrl());
        source.setUser(settings.user());
        source.setPassword(settings.password());
        DataPlans.open(source, gateway.quotas(), gateway.notebooks(), Clock.systemUTC());
    }

    @AfterAll
    static void close() throws IOException {
        gateway.close();
    }

    @BeforeEach
    void aNotebook() {
        notebook = TestGateway.notebook(gateway, "NMR " + ++notebooks, 1000);
        plans = DataPlans.of(source, gateway.quotas(), gateway.notebooks(), clock);
    }

    private Imported imported(byte[] document) {
        return plans.importPlan(notebook.id(), document, "aude", null, null);
    }

    private Plans.Approval approve(Plan plan) {
        return plans.approve(plan.id(), null, "director", true);
    }

    private Quota quota() {
        return gateway.quotas().quota(new Scope.OfNotebook(notebook.id()));
    }

    private void store(String key, int bytes) {
        ObjectStore store = gateway.store();
        String bucket = "raw-" + notebook.id();
        Bucket raw = store.bucket(bucket).orElseGet(() -> store.createBucket(notebook.id(), bucket, true));
        try {
            store.put(TestGateway.aPut(raw, key, new byte[bytes]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Item item(Plan plan, String commitment) {
        return plans.drift(plan.id()).items().stream()
                .filter(one -> one.commitment().equals(commitment))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void approvingSetsTheQuotaToExactlyWhatIsPlanned() {
        Plan plan = imported(aPlan("1", 5000, dmp -> output(dmp, "Photographs", 234)))
                .plan();
        assertThat(plan.state()).isEqualTo(Plan.State.DRAFT);
        assertThat(plan.planned()).isEqualTo(ByteCount.of(5234));
        assertThat(plans.preview(plan.id()).applied()).containsExactly(new Applied("quota", "1000", "5234"));
        assertThat(quota().limit()).isEqualTo(ByteCount.of(1000));

        Plans.Approval approval = approve(plan);
        assertThat(approval.applied()).containsExactly(new Applied("quota", "1000", "5234"));
        assertThat(approval.plan().state()).isEqualTo(Plan.State.APPROVED);
        assertThat(quota().limit()).isEqualTo(ByteCount.of(5234));
        assertThat(plans.versions(plan.id()).getFirst().approvedBy()).isEqualTo("director");

        assertThat(approve(plan).applied()).isEmpty();
        assertThat(plans.preview(plan.id()).applied()).isEmpty();
    }

    @Test
    void approvingAPlanWithSensitiveDataHasItsNotebookEncrypted() {
        Plan open = imported(aPlan("1", 1000)).plan();
        approve(open);
        assertThat(encrypted()).isFalse();
        Plan sensitive = imported(
                        aPlan("2", -1, dmp -> output(dmp, "Patients", -1).put("sensitive_data", "yes")))
                .plan();
        assertThat(plans.preview(sensitive.id()).applied()).containsExactly(new Applied("encryption", "off", "on"));
        assertThat(encrypted()).isFalse();
        assertThat(approve(sensitive).applied()).containsExactly(new Applied("encryption", "off", "on"));
        assertThat(encrypted()).isTrue();
        assertThat(approve(sensitive).applied()).isEmpty();
        store("scan", 10);
        assertThat(gateway.objects()
                        .find("raw-" + notebook.id(), ObjectKey.of("scan"), null)
                        .orElseThrow()
                        .attributes()
                        .encryption())
                .isEqualTo(Encryption.NOTEBOOK_KEY);
    }

    private boolean encrypted() {
        return gateway.notebooks().notebook(notebook.id()).orElseThrow().encrypted();
    }

    @Test
    void aPlanThatNamesNoSizeLeavesTheQuotaAlone() {
        Plan plan = imported(aPlan("1", -1)).plan();
        assertThat(plan.planned()).isNull();
        assertThat(plans.approve(plan.id(), null, "aude", false).applied()).isEmpty();
        assertThat(quota().limit()).isEqualTo(ByteCount.of(1000));
        assertThat(plans.drift(plan.id()).items()).isEmpty();
    }

    @Test
    void whoMayNotSetRoomApprovesOnlyWhatLeavesItAsItIs() {
        Plan plan = imported(aPlan("1", 5000)).plan();
        assertThatThrownBy(() -> plans.approve(plan.id(), null, "owner", false))
                .isInstanceOf(RoomNotAllowed.class)
                .hasMessageContaining("notebook " + notebook.name() + " from 1000 to 5000 bytes")
                .hasMessageContaining("SET_QUOTA")
                .hasMessageContaining("director");
        assertThat(plans.plan(plan.id()).orElseThrow().state()).isEqualTo(Plan.State.DRAFT);
        Plan same = imported(aPlan("2", 1000)).plan();
        assertThat(plans.approve(same.id(), null, "owner", false).plan().state())
                .isEqualTo(Plan.State.APPROVED);
    }

    @Test
    void plansOfOneNotebookShareItsRoom() {
        approve(imported(aPlan("1", 5000)).plan());
        Plan second = imported(aPlan("2", 300)).plan();
        approve(second);
        assertThat(quota().limit()).isEqualTo(ByteCount.of(5300));
        assertThat(item(second, "room").grade()).isEqualTo(Grade.OK);
        assertThat(item(second, "volume").promised()).isEqualTo(5300);
        Plan smaller = imported(aPlan("1", 4000)).plan();
        assertThat(smaller.state()).isEqualTo(Plan.State.AMENDED);
        approve(smaller);
        assertThat(quota().limit()).isEqualTo(ByteCount.of(4300));
    }

    @Test
    void theSameIdentifierAgainIsAVersionAndTheSameBytesAreNothingNew() {
        byte[] first = aPlan("1", 5000);
        Plan plan = imported(first).plan();
        approve(plan);
        assertThat(imported(first).created()).isFalse();
        Imported second = imported(aPlan("1", 6000, dmp -> dmp.put("title", "Glaciers, mid-term")));
        assertThat(second.created()).isTrue();
        assertThat(second.plan().id()).isEqualTo(plan.id());
        assertThat(second.plan().version()).isEqualTo(2);
        assertThat(second.plan().approvedVersion()).isEqualTo(1);
        assertThat(second.plan().state()).isEqualTo(Plan.State.AMENDED);
        assertThat(item(plan, "volume").promised()).as("the version in force").isEqualTo(5000);
        assertThatThrownBy(() -> plans.importPlan(notebook.id(), aPlan("1", 7), "aude", 1, null))
                .isInstanceOf(PlanChanged.class)
                .hasMessageContaining("at version 2, not 1");
        assertThatThrownBy(() -> plans.approve(plan.id(), 1, "director", true)).isInstanceOf(PlanChanged.class);
        assertThat(plans.versions(plan.id())).extracting(PlanVersion::number).containsExactly(1, 2);
        assertThat(plans.plans(Set.of(notebook.id()), 0, 10)).hasSize(1);
        Notebooks.NotebookRow other = TestGateway.notebook(gateway, "MS " + notebook.id(), 10);
        assertThat(plans.importPlan(other.id(), first, "aude", null, null)
                        .plan()
                        .id())
                .isNotEqualTo(plan.id());
    }

    @Test
    void listsGoPageByPageAndKeepToTheNotebooksAsked() {
        for (int i = 0; i < 5; i++) {
            imported(aPlan("p" + i, i));
        }
        List<Plan> first = plans.plans(Set.of(notebook.id()), 0, 3);
        List<Plan> rest = plans.plans(Set.of(notebook.id()), first.getLast().seq(), 3);
        assertThat(first).hasSize(3);
        assertThat(rest).hasSize(2).doesNotContainAnyElementsOf(first);
        assertThat(plans.plans(Set.of(), 0, 3)).isEmpty();
    }

    @Test
    void unknownKeysSurviveAndEveryExportIsValid() {
        byte[] document = aPlan("1", 5000, dmp -> {
            dmp.put("x_lab", "kept").putObject("extension").put("growth_annual_terabytes", 1.50);
            output(dmp, "Photographs", 1).putArray("keyword").add("ice");
        });
        Plan plan = imported(document).plan();
        JsonNode written = json(plans.export(plan.id(), null, "1.2"));
        assertThat(written.at("/dmp/x_lab").asString()).isEqualTo("kept");
        assertThat(written.at("/dmp/extension/growth_annual_terabytes").asDouble())
                .isEqualTo(1.5);
        for (String standard : List.of("1.0", "1.1", "1.2")) {
            byte[] export = plans.export(plan.id(), 1, standard);
            assertThat(plans.check(export, standard).findings()).isEmpty();
        }
        assertThat(imported(plans.export(plan.id(), null, "1.2")).version().mended())
                .isEmpty();
        assertThatThrownBy(() -> plans.export(plan.id(), null, "2.0")).hasMessageContaining("use 1.0, 1.1 or 1.2");
        assertThatThrownBy(() -> plans.export(plan.id(), 9, "1.2")).isInstanceOf(Notebooks.Unknown.class);
    }

    @Test
    void aGapThatOnlyTheAuthorFillsStopsTheExportNotTheImport() {
        Plan plan = imported(aPlan("1", 5000, dmp -> dmp.remove("contact"))).plan();
        assertThatThrownBy(() -> plans.export(plan.id(), null, "1.2"))
                .isInstanceOf(PlanUnusable.class)
                .hasMessageContaining("/dmp/contact")
                .hasMessageContaining("Add contact.");
    }

    @Test
    void whatWasMendedIsToldByPointerAndBrokenJsonByLineAndColumn() {
        Imported imported = imported(aPlan("1", 1, dmp -> dmp.put("ethical_issues_exist", "No")));
        assertThat(imported.version().mended())
                .extracting(PlanVersion.Repair::pointer)
                .containsExactly("/dmp/ethical_issues_exist");
        assertThatThrownBy(() -> imported("{\"dmp\": {\n  \"title\": oops}}".getBytes(UTF_8)))
                .isInstanceOf(PlanUnusable.class)
                .hasMessageContaining("line 2, column");
        assertThatThrownBy(() -> imported(aPlan("1", 1, dmp -> dmp.put("title", "a\0b"))))
                .isInstanceOf(PlanUnusable.class)
                .hasMessageContaining("NUL");
    }

    @Test
    void aCheckNamesPlaceAndRemedyAndWhatImportingMends() {
        assertThat(plans.check(aPlan("1", 1), "1.2").valid()).isTrue();
        PlanCheck check = plans.check(
                aPlan("1", 1, dmp -> {
                    dmp.put("ethical_issues_exist", "No");
                    dmp.remove("contact");
                }),
                "1.2");
        assertThat(check.valid()).isFalse();
        assertThat(check.findings())
                .anySatisfy(one -> {
                    assertThat(one.pointer()).isEqualTo("/dmp/ethical_issues_exist");
                    assertThat(one.remedy()).contains("Importing mends it");
                })
                .anySatisfy(one -> assertThat(one.code()).isEqualTo("missing"));
        assertThat(plans.check("[".getBytes(UTF_8), "1.2").findings().getFirst().code())
                .isEqualTo("unreadable");
    }

    @Test
    void driftHasAGradeABeginningAndAnEnd() {
        Plan plan = imported(aPlan("1", 100)).plan();
        store("a", 90);
        assertThat(item(plan, "volume").grade()).isEqualTo(Grade.OK);
        assertThat(item(plan, "volume").since()).isNull();
        assertThat(item(plan, "volume").output()).isEqualTo("Ice cores");

        store("b", 1);
        Instant first = clock.instant();
        Item watch = item(plan, "volume");
        assertThat(watch.grade()).isEqualTo(Grade.WATCH);
        assertThat(watch.since()).isEqualTo(first);
        assertThat(watch.measured()).isEqualTo(91);

        clock.pass(Duration.ofDays(3));
        store("c", 10);
        Item grave = item(plan, "volume");
        assertThat(grave.grade()).isEqualTo(Grade.GRAVE);
        assertThat(grave.since()).as("the drift's beginning").isEqualTo(first);
        assertThat(plans.driftAt(plan.id(), first).orElseThrow().worst()).isEqualTo(Grade.WATCH);
        assertThat(plans.driftAt(plan.id(), Instant.parse("2020-01-01T00:00:00Z")))
                .isEmpty();

        clock.pass(Duration.ofDays(1));
        approve(imported(aPlan("1", 1000)).plan());
        assertThat(plans.drift(plan.id()).worst()).isEqualTo(Grade.OK);
        assertThat(plans.driftAt(plan.id(), first.plus(Duration.ofDays(3)))
                        .orElseThrow()
                        .worst())
                .as("replayed")
                .isEqualTo(Grade.GRAVE);
    }

    @Test
    void aQuotaSetByHandIsADriftThatApprovingAgainMends() {
        Plan plan = imported(aPlan("1", 5000)).plan();
        assertThat(plans.drift(plan.id()).items())
                .as("a draft promises no room")
                .extracting(Item::commitment)
                .containsExactly("volume");
        approve(plan);
        assertThat(item(plan, "room").grade()).isEqualTo(Grade.OK);
        gateway.quotas().setLimit(new Scope.OfNotebook(notebook.id()), ByteCount.of(7000));
        assertThat(plans.evaluateAll()).isPositive();
        Item room = item(plan, "room");
        assertThat(room.grade()).isEqualTo(Grade.WATCH);
        assertThat(room.measured()).isEqualTo(7000);
        assertThat(approve(plan).applied()).containsExactly(new Applied("quota", "7000", "5000"));
        assertThat(item(plan, "room").grade()).isEqualTo(Grade.OK);
    }

    @Test
    void datesThatPassedAreToldInDays() {
        clock.pass(Duration.ofDays(-10));
        Plan plan = imported(aPlan("1", 5000, dmp -> {
                    output(dmp, "Released", 1).put("issued", "2026-11-20");
                    output(dmp, "Coming", 1).put("issued", "2026-12-20");
                    output(dmp, "Already out when imported", 1).put("issued", "2020-06-01");
                    ((tools.jackson.databind.node.ObjectNode)
                                    output(dmp, "Old", 1).at("/distribution/0"))
                            .put("available_until", "2026-11-14");
                }))
                .plan();
        clock.pass(Duration.ofDays(10));
        assertThat(item(plan, "release-date").measured()).isEqualTo(4);
        assertThat(plans.drift(plan.id()).items())
                .filteredOn(one -> one.commitment().equals("release-date"))
                .extracting(one -> one.output() + " " + one.grade())
                .containsExactly("Released WATCH", "Coming OK");
        assertThat(plans.drift(plan.id()).items())
                .as("nothing is held, so nothing is to be decided")
                .noneMatch(one -> one.commitment().equals("retention-end"));
        store("a", 1);
        Item retention = item(plan, "retention-end");
        assertThat(retention.measured()).isEqualTo(10);
        assertThat(retention.grade()).isEqualTo(Grade.WATCH);
        assertThat(item(plan, "volume").output()).isEqualTo("all 5 outputs");
    }

    @Test
    void lookingCostsNoRows() {
        Plan plan = imported(aPlan("1", 5000)).plan();
        for (int i = 0; i < 20; i++) {
            plans.drift(plan.id());
        }
        assertThat(count("plans.evaluation where plan = '" + plan.id() + "'")).isEqualTo(1);
        clock.pass(Duration.ofHours(1));
        plans.drift(plan.id());
        assertThat(count("plans.evaluation where plan = '" + plan.id() + "'")).isEqualTo(2);
    }

    private long count(String table) {
        return new Sql(source)
                .one(row -> row.getLong(1), "select count(*) from " + table)
                .orElseThrow();
    }

    @Test
    void importsThatRaceMakeOnePlan() throws Exception {
        Set<UUID> ids = new java.util.HashSet<>();
        for (Imported one : together(16, n -> imported(aPlan("1", n)))) {
            ids.add(one.plan().id());
        }
        assertThat(ids).hasSize(1);
        assertThat(plans.versions(ids.iterator().next()))
                .extracting(PlanVersion::number)
                .containsExactlyElementsOf(
                        java.util.stream.IntStream.rangeClosed(1, 16).boxed().toList());
    }

    @Test
    void approvalsThatRaceApplyOnce() throws Exception {
        Plan plan = imported(aPlan("1", 5000)).plan();
        List<Plans.Approval> all = together(16, n -> approve(plan));
        assertThat(all).filteredOn(one -> !one.applied().isEmpty()).hasSize(1);
        assertThat(quota().limit()).isEqualTo(ByteCount.of(5000));
        assertThat(new Sql(source)
                        .list(
                                row -> row.getString(1),
                                "select what || ' ' || outcome from plans.act where plan = ? order by id",
                                plan.id()))
                .containsExactly("import applied", "approval applied", "quota applied");
    }

    @Test
    void approvalsOfTwoPlansThatRaceEndWithTheSumOfBoth() throws Exception {
        for (int round = 0; round < 5; round++) {
            Plan one = imported(aPlan("one", 1000 + round)).plan();
            Plan other = imported(aPlan("other", 20_000 + round)).plan();
            together(8, n -> approve(n % 2 == 0 ? one : other));
            assertThat(quota().limit()).isEqualTo(ByteCount.of(21_000 + 2L * round));
        }
        assertThat(count("plans.act where outcome is null")).isZero();
    }

    @Test
    void aDeathBetweenDecisionAndQuotaIsSeenByDriftAndMendedByRepeating() {
        Plan plan = imported(aPlan("1", 5000)).plan();
        Plans dying = DataPlans.of(source, new DyingQuotas(gateway.quotas()), gateway.notebooks(), clock);
        assertThatThrownBy(() -> dying.approve(plan.id(), null, "director", true))
                .isInstanceOf(IllegalStateException.class);
        assertThat(plans.plan(plan.id()).orElseThrow().state()).isEqualTo(Plan.State.APPROVED);
        assertThat(quota().limit()).isEqualTo(ByteCount.of(1000));
        assertThat(item(plan, "room").grade()).isEqualTo(Grade.WATCH);
        assertThat(count("plans.act where outcome is null")).isEqualTo(1);

        assertThat(approve(plan).applied()).containsExactly(new Applied("quota", "1000", "5000"));
        assertThat(count("plans.act where outcome is null")).isZero();
        assertThat(count("plans.act where what = 'quota' and plan = '" + plan.id() + "'"))
                .isEqualTo(1);
        assertThat(approve(plan).applied()).isEmpty();
    }

    private interface Numbered<T> {
        T call(int number);
    }

    private static <T> List<T> together(int callers, Numbered<T> work) throws Exception {
        List<Callable<T>> calls = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            int number = i;
            calls.add(() -> work.call(number));
        }
        List<T> results = new ArrayList<>();
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<T> one : pool.invokeAll(calls)) {
                results.add(one.get());
            }
        }
        return results;
    }

    /** The process ends before the ledger is reached. */
    private record DyingQuotas(Quotas real) implements Quotas {
        @Override
        public Quota quota(Scope scope) {
            return real.quota(scope);
        }

        @Override
        public void change(Scope scope, QuotaChange change) {
            throw new IllegalStateException("killed");
        }

        @Override
        public Allocation allocation(int unit) {
            return real.allocation(unit);
        }

        @Override
        public List<LedgerDrift> verify() {
            return real.verify();
        }
    }
}
