package gedeon.server.web;

import gedeon.dmp.Plan;
import gedeon.dmp.Plans;
import gedeon.kernel.Digest;
import gedeon.metadata.Arrivals;
import gedeon.metadata.Catalogue;
import gedeon.metadata.Dataset;
import gedeon.metadata.extraction.Vocabulary;
import gedeon.server.security.Access;
import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.Notebooks.NotebookRow;
import gedeon.storage.notebooks.On;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.notebooks.Rights;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** One dataset: what it is, from what, and whether it may be trusted. */
@Controller
class DatasetPages {
    private static final int FILES = 100;
    private static final int PLANS = 100;

    private final Catalogue catalogue;
    private final Plans plans;
    private final Notebooks notebooks;
    private final Rights rights;
    private final Access access;
    private final Ties ties;
    private final Provenance provenance;
    private final WasteSigns signs;

    DatasetPages(
            Catalogue catalogue,
            Plans plans,
            Notebooks notebooks,
            Rights rights,
            Access access,
            Ties ties,
            Provenance provenance,
            WasteSigns signs) {
        this.catalogue = catalogue;
        this.plans = plans;
        this.notebooks = notebooks;
        this.rights = rights;
        this.access = access;
        this.ties = ties;
        this.provenance = provenance;
        this.signs = signs;
    }

    /** Something measured: {@code source} and {@code raw} are where and how it stands in the file; {@code hidden} where it tells of a person and the reader may not see it. */
    record FieldLine(
            String name,
            String label,
            String value,
            String unit,
            String raw,
            String source,
            String sure,
            boolean hidden) {}

    /** A file of the dataset. */
    record FileLine(
            String path,
            String size,
            long bytes,
            String sha256,
            @Nullable Moment modified) {}

    @GetMapping("/datasets/{id}")
    String dataset(
            @AuthenticationPrincipal Principal who,
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String after,
            Locale locale,
            Model model) {
        Dataset dataset = access.dataset(who, Act.READ_OBJECT, id);
        Arrivals.Arrival arrival = catalogue.arrivals().of(dataset.id()).orElse(null);
        List<Ties.Tie> tied = ties.of(dataset);
        Set<String> kinds = tied.stream().map(Ties.Tie::kind).collect(Collectors.toSet());
        Optional<Plan> plan = plan(who, dataset.notebook());
        model.addAttribute("dataset", dataset);
        model.addAttribute("size", dataset.bytes().human(locale));
        model.addAttribute(
                "notebook",
                notebooks.notebook(dataset.notebook()).map(NotebookRow::name).orElse(""));
        model.addAttribute("arrival", arrival);
        model.addAttribute("started", moment(arrival == null ? null : arrival.started(), locale));
        model.addAttribute("finished", moment(arrival == null ? null : arrival.finished(), locale));
        model.addAttribute("received", moment(arrival == null ? null : arrival.received(), locale));
        model.addAttribute("freed", moment(arrival == null ? null : arrival.freed(), locale));
        model.addAttribute("ties", tied);
        model.addAttribute("plan", plan.orElse(null));
        model.addAttribute(
                "missing",
                DatasetLine.EXPECTED.stream()
                        .filter(kind -> !kinds.contains(kind))
                        .toList());
        model.addAttribute("picture", provenance.picture(dataset, tied, plan.orElse(null), locale));
        model.addAttribute(
                "fields",
                dataset.fields().stream().map(field -> line(field, locale)).toList());
        files(dataset, after, locale, model);
        model.addAttribute("waste", signs.of(who, dataset, locale));
        return "dataset";
    }

    /** The plan that its notebook keeps to, one in force first; none for who may not see plans. */
    private Optional<Plan> plan(Principal who, int notebook) {
        if (!rights.may(who, Act.SEE_PLAN, new On.Notebook(notebook))) {
            return Optional.empty();
        }
        List<Plan> all = plans.plans(Set.of(notebook), 0, PLANS);
        return all.stream()
                .filter(plan -> plan.approvedVersion() != null)
                .findFirst()
                .or(() -> all.stream().findFirst());
    }

    private void files(Dataset dataset, @Nullable String after, Locale locale, Model model) {
        List<Dataset.File> files = catalogue.datasets().files(dataset.id(), after, FILES + 1);
        model.addAttribute(
                "files",
                files.stream().limit(FILES).map(file -> line(file, locale)).toList());
        model.addAttribute("later", after != null);
        model.addAttribute("next", files.size() > FILES ? files.get(FILES - 1).path() : "");
    }

    private static FieldLine line(Dataset.Field field, Locale locale) {
        String unit = field.unit();
        String source = field.source();
        return new FieldLine(
                field.name(),
                Vocabulary.label(field.name(), locale),
                Labels.value(field.value(), locale),
                unit == null ? "" : Labels.unit(unit),
                field.raw(),
                source == null ? "" : source,
                Math.round(field.confidence() * 100) + (locale.getLanguage().equals("fr") ? "\u00a0%" : "%"),
                Vocabulary.personal(field.name()) && field.value().equals(Dataset.Field.MASK));
    }

    private static FileLine line(Dataset.File file, Locale locale) {
        Digest sha256 = file.sha256();
        return new FileLine(
                file.path(),
                file.size().human(locale),
                file.size().value(),
                sha256 == null ? "" : sha256.hex(),
                moment(file.modified(), locale));
    }

    private static @Nullable Moment moment(@Nullable Instant instant, Locale locale) {
        return instant == null ? null : Moment.of(instant, locale);
    }
}
