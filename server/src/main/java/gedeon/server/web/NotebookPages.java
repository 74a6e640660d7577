package gedeon.server.web;

import gedeon.kernel.ByteCount;
import gedeon.metadata.Arrivals;
import gedeon.metadata.Catalogue;
import gedeon.metadata.Search;
import gedeon.metadata.Sight;
import gedeon.server.security.Access;
import gedeon.storage.ObjectKey;
import gedeon.storage.Objects;
import gedeon.storage.StoredVersion;
import gedeon.storage.lifecycle.LifecycleReports;
import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.Notebooks.NotebookRow;
import gedeon.storage.notebooks.On;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.notebooks.Rights;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.ObjectStore;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** Home with the notebooks one may see, and one notebook with its room, datasets and objects. */
@Controller
class NotebookPages {
    private static final int ROWS = 100;
    private static final int RECENT = 10;

    private final Notebooks notebooks;
    private final Rights rights;
    private final ObjectStore store;
    private final Objects objects;
    private final Access access;
    private final Catalogue catalogue;
    private final Search search;
    private final DatasetLines lines;
    private final NotebookHead head;
    private final LifecycleReports lifecycles;
    private final WasteSigns signs;

    NotebookPages(
            Notebooks notebooks,
            Rights rights,
            ObjectStore store,
            Objects objects,
            Access access,
            Catalogue catalogue,
            Search search,
            DatasetLines lines,
            NotebookHead head,
            LifecycleReports lifecycles,
            WasteSigns signs) {
        this.head = head;
        this.lifecycles = lifecycles;
        this.signs = signs;
        this.catalogue = catalogue;
        this.search = search;
        this.lines = lines;
        this.notebooks = notebooks;
        this.rights = rights;
        this.store = store;
        this.objects = objects;
        this.access = access;
    }

    /** A notebook as a row of the home page. */
    record Row(
            String name,
            String unit,
            QuotaBar bar,
            @Nullable Moment last) {}

    /** An object as a row of a bucket's table. */
    record ObjectLine(
            String key,
            String size,
            long bytes,
            Moment created,
            String sha256,
            @Nullable UUID dataset) {}

    @GetMapping("/")
    String home(@AuthenticationPrincipal Principal who, Locale locale, Model model) {
        Set<Integer> seen = rights.notebooks(who, Act.SEE_NOTEBOOK);
        Set<Integer> read = rights.notebooks(who, Act.READ_OBJECT);
        Map<Integer, Instant> latest = catalogue.arrivals().latest(read);
        model.addAttribute(
                "rows",
                notebooks.notebooks().stream()
                        .filter(notebook -> seen.contains(notebook.id()))
                        .sorted(Comparator.comparing(NotebookRow::name))
                        .map(notebook -> new Row(
                                notebook.name(),
                                notebook.unitName(),
                                head.bar(notebook, locale),
                                moment(latest.get(notebook.id()), locale)))
                        .toList());
        model.addAttribute("arrived", lines.newest(read, null, RECENT, locale).lines());
        return "home";
    }

    private static @Nullable Moment moment(@Nullable Instant instant, Locale locale) {
        return instant == null ? null : Moment.of(instant, locale);
    }

    /** The datasets of a notebook, newest first, or those that a text finds. */
    @GetMapping("/notebooks/{name}")
    String datasets(
            @AuthenticationPrincipal Principal who,
            @PathVariable String name,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(required = false) @Nullable UUID before,
            Locale locale,
            Model model) {
        NotebookRow notebook = head.show(who, name, "datasets", locale, model);
        model.addAttribute("signs", signs.of(who, notebook.id()));
        if (!rights.may(who, Act.READ_OBJECT, new On.Notebook(notebook.id()))) {
            return "notebook";
        }
        Arrivals.Counts counts = catalogue.arrivals().counts(notebook.id());
        model.addAttribute("reads", true);
        model.addAttribute("counts", counts);
        model.addAttribute("q", q);
        model.addAttribute("later", before != null);
        if (q.isBlank()) {
            DatasetLines.Page page = lines.newest(Set.of(notebook.id()), before, ROWS, locale);
            model.addAttribute("lines", page.lines());
            model.addAttribute("next", page.next());
        } else {
            find(q, access.sight(who, Set.of(notebook.id())), locale, model);
        }
        return "notebook";
    }

    private void find(String q, Sight sight, Locale locale, Model model) {
        try {
            Search.Found found = search.find(q, sight, ROWS);
            model.addAttribute("lines", lines.found(found, locale));
            model.addAttribute("total", found.total());
        } catch (IllegalArgumentException e) {
            model.addAttribute("lines", List.of());
            model.addAttribute("trouble", e.getMessage());
        }
    }

    /** The objects of one of its buckets. */
    @GetMapping("/notebooks/{name}/objects")
    String objects(
            @AuthenticationPrincipal Principal who,
            @PathVariable String name,
            @RequestParam(required = false) @Nullable String bucket,
            @RequestParam(required = false) @Nullable String after,
            Locale locale,
            Model model) {
        NotebookRow notebook = head.show(who, name, "objects", locale, model);
        boolean lists = rights.may(who, Act.LIST_OBJECTS, new On.Notebook(notebook.id()));
        List<Bucket> own = lists ? store.buckets(notebook.id()) : List.of();
        List<String> buckets = own.stream().map(Bucket::name).toList();
        String shown =
                bucket != null && buckets.contains(bucket) ? bucket : buckets.isEmpty() ? "" : buckets.getFirst();
        List<StoredVersion> page = shown.isEmpty()
                ? List.of()
                : objects.list(shown, after == null || after.isEmpty() ? null : ObjectKey.of(after), ROWS + 1);
        model.addAttribute("lists", lists);
        model.addAttribute("buckets", buckets);
        model.addAttribute("bucket", shown);
        model.addAttribute(
                "lifecycle",
                own.stream()
                        .filter(one -> one.name().equals(shown))
                        .findFirst()
                        .map(one -> LifecycleLine.of(lifecycles, one, locale))
                        .orElse(null));
        Map<String, UUID> datasets = rights.may(who, Act.READ_OBJECT, new On.Notebook(notebook.id()))
                ? catalogue
                        .datasets()
                        .ofObjects(
                                notebook.id(),
                                shown,
                                page.stream()
                                        .map(version -> version.key().toString())
                                        .toList())
                : Map.of();
        model.addAttribute(
                "objects",
                page.stream()
                        .limit(ROWS)
                        .map(version -> line(version, datasets.get(version.key().toString()), locale))
                        .toList());
        model.addAttribute("next", page.size() > ROWS ? page.get(ROWS - 1).key().toString() : "");
        return "objects";
    }

    private static ObjectLine line(StoredVersion version, @Nullable UUID dataset, Locale locale) {
        ByteCount size = version.size();
        return new ObjectLine(
                version.key().toString(),
                size.human(locale),
                size.value(),
                Moment.of(version.created(), locale),
                version.sha256() == null ? "" : version.sha256().hex().substring(0, 12),
                dataset);
    }
}
