package gedeon.server.web;

import gedeon.kernel.ByteCount;
import gedeon.server.rest.Access;
import gedeon.storage.ObjectKey;
import gedeon.storage.Objects;
import gedeon.storage.Quotas;
import gedeon.storage.Scope;
import gedeon.storage.StoredVersion;
import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.Notebooks.NotebookRow;
import gedeon.storage.notebooks.On;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.notebooks.Rights;
import gedeon.storage.objects.ObjectStore;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** Home with the notebooks one may see, and one notebook with its room and objects. */
@Controller
class NotebookPages {
    private static final int ROWS = 100;

    private final Notebooks notebooks;
    private final Rights rights;
    private final Quotas quotas;
    private final ObjectStore store;
    private final Objects objects;
    private final Access access;

    NotebookPages(
            Notebooks notebooks, Rights rights, Quotas quotas, ObjectStore store, Objects objects, Access access) {
        this.notebooks = notebooks;
        this.rights = rights;
        this.quotas = quotas;
        this.store = store;
        this.objects = objects;
        this.access = access;
    }

    /** A notebook as a row of the home page. */
    record Row(String name, String unit, QuotaBar bar) {}

    /** An object as a row of a bucket's table. */
    record ObjectLine(String key, String size, long bytes, String created, String sha256) {}

    @GetMapping("/")
    String home(@AuthenticationPrincipal Principal who, Locale locale, Model model) {
        Set<Integer> seen = rights.notebooks(who, Act.SEE_NOTEBOOK);
        model.addAttribute("person", who.name());
        model.addAttribute(
                "rows",
                notebooks.notebooks().stream()
                        .filter(notebook -> seen.contains(notebook.id()))
                        .sorted(Comparator.comparing(NotebookRow::name))
                        .map(notebook -> new Row(notebook.name(), notebook.unitName(), bar(notebook, locale)))
                        .toList());
        return "home";
    }

    @GetMapping("/notebooks/{name}")
    String notebook(
            @AuthenticationPrincipal Principal who,
            @PathVariable String name,
            @RequestParam(required = false) @Nullable String bucket,
            @RequestParam(required = false) @Nullable String after,
            Locale locale,
            Model model) {
        NotebookRow notebook = access.notebook(who, Act.SEE_NOTEBOOK, name);
        boolean lists = rights.may(who, Act.LIST_OBJECTS, new On.Notebook(notebook.id()));
        List<String> buckets = lists
                ? store.buckets(notebook.id()).stream()
                        .map(ObjectStore.Bucket::name)
                        .toList()
                : List.of();
        String shown =
                bucket != null && buckets.contains(bucket) ? bucket : buckets.isEmpty() ? "" : buckets.getFirst();
        List<StoredVersion> page = shown.isEmpty()
                ? List.of()
                : objects.list(shown, after == null || after.isEmpty() ? null : ObjectKey.of(after), ROWS + 1);
        model.addAttribute("person", who.name());
        model.addAttribute("notebook", notebook);
        model.addAttribute("bar", bar(notebook, locale));
        model.addAttribute("lists", lists);
        model.addAttribute("buckets", buckets);
        model.addAttribute("bucket", shown);
        model.addAttribute(
                "objects",
                page.stream().limit(ROWS).map(version -> line(version, locale)).toList());
        model.addAttribute("next", page.size() > ROWS ? page.get(ROWS - 1).key().toString() : "");
        return "notebook";
    }

    private QuotaBar bar(NotebookRow notebook, Locale locale) {
        return QuotaBar.of(quotas.quota(new Scope.OfNotebook(notebook.id())), locale);
    }

    private static ObjectLine line(StoredVersion version, Locale locale) {
        ByteCount size = version.size();
        return new ObjectLine(
                version.key().toString(),
                size.human(locale),
                size.value(),
                version.created().toString().substring(0, 16).replace('T', ' '),
                version.sha256() == null ? "" : version.sha256().hex().substring(0, 12));
    }
}
