package gedeon.server.web;

import gedeon.metadata.Search;
import gedeon.metadata.Sight;
import gedeon.metadata.extraction.Vocabulary;
import gedeon.server.security.Access;
import gedeon.server.web.SearchForm.Condition;
import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.Notebooks.NotebookRow;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.notebooks.Rights;
import java.text.Collator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Search over the notebooks that one may read; counts and facets know no others. */
@Controller
class SearchPages {
    private static final int VALUES = 8;

    private final Search search;
    private final Notebooks notebooks;
    private final Rights rights;
    private final Access access;
    private final DatasetLines lines;

    SearchPages(Search search, Notebooks notebooks, Rights rights, Access access, DatasetLines lines) {
        this.search = search;
        this.notebooks = notebooks;
        this.rights = rights;
        this.access = access;
        this.lines = lines;
    }

    /** A condition that holds, and the search without it. */
    record Chip(String name, String shown, String dropped) {}

    /** What dropping one condition would find. */
    record Way(String name, String shown, String address, long total) {}

    record FacetLine(String name, List<ValueLine> values) {}

    record ValueLine(String value, long count, String address) {}

    /** A field that can be asked by its number. */
    record FieldChoice(String name, String label, String unit) {}

    @GetMapping("/search")
    String search(
            @AuthenticationPrincipal Principal who,
            @RequestParam Map<String, String> parameters,
            Locale locale,
            Model model) {
        SearchForm form = SearchForm.of(parameters);
        String notebook = form.get("notebook");
        Sight seen = access.sight(who, access.notebooks(who, Act.READ_OBJECT, notebook.isEmpty() ? null : notebook));
        List<Condition> conditions = form.conditions(locale);
        model.addAttribute("form", form);
        model.addAttribute("notebooks", names(who));
        model.addAttribute("choices", choices(locale));
        model.addAttribute("chips", chips(form, conditions));
        try {
            Search.Found found = search.find(SearchForm.query(conditions), seen, form.limit());
            model.addAttribute("total", found.total());
            model.addAttribute("lines", lines.found(found, locale));
            model.addAttribute("facets", facets(form, found));
            model.addAttribute(
                    "more",
                    found.total() > form.limit() && form.limit() < SearchForm.MOST
                            ? form.longer().address()
                            : "");
            model.addAttribute("ways", found.total() == 0 ? ways(form, conditions, seen) : List.of());
        } catch (IllegalArgumentException e) {
            model.addAttribute("trouble", e.getMessage());
        }
        return "search";
    }

    private List<String> names(Principal who) {
        Set<Integer> read = rights.notebooks(who, Act.READ_OBJECT);
        return notebooks.notebooks().stream()
                .filter(notebook -> read.contains(notebook.id()))
                .map(NotebookRow::name)
                .sorted()
                .toList();
    }

    private static List<FieldChoice> choices(Locale locale) {
        return Vocabulary.names().stream()
                .filter(name -> Vocabulary.numeric(name) && !Vocabulary.personal(name))
                .map(name -> new FieldChoice(
                        name,
                        Vocabulary.label(name, locale),
                        Vocabulary.siUnit(name).map(Labels::unit).orElse("")))
                .sorted(Comparator.comparing(FieldChoice::label, Collator.getInstance(locale)))
                .toList();
    }

    private static List<Chip> chips(SearchForm form, List<Condition> conditions) {
        List<Chip> chips = new ArrayList<>();
        for (Condition condition : conditions) {
            chips.add(new Chip(
                    condition.name(),
                    condition.shown(),
                    form.without(condition.name()).address()));
        }
        if (!form.get("notebook").isEmpty()) {
            chips.add(new Chip(
                    "notebook", form.get("notebook"), form.without("notebook").address()));
        }
        return chips;
    }

    private static List<FacetLine> facets(SearchForm form, Search.Found found) {
        return found.facets().stream()
                .filter(facet -> form.get(facet.name()).isEmpty() && SearchForm.FACETS.contains(facet.name()))
                .map(facet -> new FacetLine(
                        facet.name(),
                        facet.values().stream()
                                .limit(VALUES)
                                .map(one -> new ValueLine(
                                        one.value(),
                                        one.count(),
                                        form.with(facet.name(), one.value()).address()))
                                .toList()))
                .toList();
    }

    /** Which single condition excludes all. */
    private List<Way> ways(SearchForm form, List<Condition> conditions, Sight seen) {
        List<Way> ways = new ArrayList<>();
        for (Condition condition : conditions) {
            List<Condition> rest =
                    conditions.stream().filter(one -> one != condition).toList();
            long total = rest.isEmpty()
                    ? 0
                    : search.find(SearchForm.query(rest), seen, 0).total();
            if (total > 0) {
                ways.add(new Way(
                        condition.name(),
                        condition.shown(),
                        form.without(condition.name()).address(),
                        total));
            }
        }
        return ways;
    }
}
