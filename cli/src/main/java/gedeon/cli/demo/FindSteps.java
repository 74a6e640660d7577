package gedeon.cli.demo;

import gedeon.client.wire.DatasetBody;
import gedeon.client.wire.ExtractionBody;
import gedeon.client.wire.FieldBody;
import gedeon.client.wire.LinkBody;
import gedeon.client.wire.NewLink;
import gedeon.client.wire.ObjectBody;
import gedeon.client.wire.Page;
import gedeon.client.wire.QuotaBody;
import gedeon.client.wire.SearchAnswer;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What the server has and knows of what was pushed: objects, quota, fields, links, search. */
final class FindSteps {
    private static final int SHOWN = 6;
    private static final Set<String> UNDECIDED = Set.of("pending", "waiting", "running", "queued", "new");

    private final Stage stage;

    FindSteps(Stage stage) {
        this.stage = stage;
    }

    /** Objects and quota, to the byte. */
    QuotaBody stored(String bucket) {
        stage.narrator().step("demo.stored");
        List<ObjectBody> objects = objects(bucket);
        long bytes = objects.stream().mapToLong(ObjectBody::size).sum();
        QuotaBody quota = stage.server().quota(Stage.NOTEBOOK);
        DemoFailure.unless(
                bytes == stage.script().bytes(),
                "stored should be " + stage.script().bytes() + " bytes, is " + bytes);
        DemoFailure.unless(quota.used() == bytes, "quota used should be " + bytes + " bytes, is " + quota.used());
        stage.narrator()
                .line(
                        "demo.stored.objects",
                        objects.size(),
                        bucket,
                        stage.narrator().size(bytes));
        stage.narrator().line("demo.stored.quota", quota.limit(), quota.used(), quota.reserved());
        return quota;
    }

    private List<ObjectBody> objects(String bucket) {
        List<ObjectBody> objects = new ArrayList<>();
        String after = null;
        do {
            Page<ObjectBody> page = stage.server().objects(bucket, null, after);
            objects.addAll(page.items());
            after = page.next();
        } while (after != null);
        return objects;
    }

    /** Waits until every dataset was read, then shows what was found in them. */
    List<DatasetBody> metadata() throws Exception {
        stage.narrator().step("demo.metadata");
        Duration patience =
                Duration.ofSeconds(60 + 5L * stage.script().acquisitions().size());
        List<DatasetBody> datasets = Await.answer(patience, () -> {
                    List<DatasetBody> all = whole(stage.datasets());
                    return all.stream().allMatch(FindSteps::read)
                            ? Optional.of(all)
                            : Optional.<List<DatasetBody>>empty();
                })
                .orElseThrow(() -> new DemoFailure("extraction did not end within " + patience.toSeconds() + " s"));
        List<DatasetBody> telling = datasets.stream()
                .sorted(Comparator.comparingInt((DatasetBody d) -> -d.fields().size()))
                .toList();
        DemoFailure.unless(!telling.isEmpty() && !telling.get(0).fields().isEmpty(), "no dataset has a field");
        telling.stream().limit(SHOWN).forEach(d -> stage.narrator().line("demo.metadata.dataset", d.name(), fields(d)));
        long withFields = datasets.stream().filter(d -> !d.fields().isEmpty()).count();
        stage.narrator().line("demo.metadata.sum", withFields, datasets.size());
        return datasets;
    }

    private List<DatasetBody> whole(List<DatasetBody> listed) {
        return listed.stream().map(d -> stage.server().dataset(d.id())).toList();
    }

    private static boolean read(DatasetBody dataset) {
        ExtractionBody extraction = dataset.extraction();
        return extraction != null && !UNDECIDED.contains(extraction.state().toLowerCase(Locale.ROOT));
    }

    private static String fields(DatasetBody dataset) {
        List<FieldBody> measured = dataset.fields().stream()
                .sorted(Comparator.comparing((FieldBody f) -> f.siValue() == null))
                .limit(3)
                .toList();
        return measured.stream()
                .map(f -> f.name() + " " + shortened(String.valueOf(f.value() == null ? f.raw() : f.value()))
                        + (f.unit() == null ? "" : " " + f.unit()))
                .collect(Collectors.joining(", "));
    }

    private static String shortened(String text) {
        return text.length() > 28 ? text.substring(0, 27) + "…" : text;
    }

    /** Ties one dataset to everything behind it and shows where each link came from. */
    void links(DatasetBody dataset, LabNotebookSteps.Things things) {
        stage.narrator().step("demo.links", dataset.name());
        Set<String> kinds = kinds(dataset);
        DatasetBody linked = dataset;
        for (NewLink link : things.links()) {
            if (!kinds.contains(link.kind())) {
                linked = stage.server().addLink(dataset.id(), link, null);
            }
        }
        Set<String> now = kinds(linked);
        for (String kind : List.of("experiment", "instrument", "protocol", "person", "software")) {
            DemoFailure.unless(now.contains(kind), dataset.name() + " should be linked to a " + kind + ", has " + now);
        }
        for (LinkBody link : linked.links()) {
            stage.narrator()
                    .line("demo.links.link", link.relation(), link.kind(), link.name(), String.valueOf(link.origin()));
        }
    }

    private static Set<String> kinds(DatasetBody dataset) {
        Set<String> kinds = new HashSet<>();
        dataset.links().forEach(link -> kinds.add(link.kind().toLowerCase(Locale.ROOT)));
        return kinds;
    }

    /** Finds {@code dataset} by something that was measured. */
    void search(DatasetBody dataset) throws Exception {
        FieldBody field = dataset.fields().stream()
                .filter(f -> f.siValue() != null && f.siValue() > 0)
                .findFirst()
                .orElseThrow(() -> new DemoFailure(dataset.name() + " has no measured field"));
        String query = field.name() + ">=" + below(field);
        stage.narrator().step("demo.search", query);
        SearchAnswer answer = Await.answer(Duration.ofSeconds(30), () -> {
                    SearchAnswer found = stage.server().search(query, Stage.NOTEBOOK, 10);
                    return found.items().stream().anyMatch(hit -> hit.id().equals(dataset.id()))
                            ? Optional.of(found)
                            : Optional.<SearchAnswer>empty();
                })
                .orElseThrow(() -> new DemoFailure("search " + query + " did not find " + dataset.name()));
        String names = answer.items().stream().limit(3).map(hit -> hit.name()).collect(Collectors.joining(", "));
        stage.narrator().line("demo.search.found", answer.total(), names);
    }

    /** A round number a little below the value. */
    private static String below(FieldBody field) {
        double value = field.siValue() == null ? 0 : field.siValue();
        return new BigDecimal(value * 0.99)
                .round(new MathContext(3))
                .stripTrailingZeros()
                .toPlainString();
    }
}
