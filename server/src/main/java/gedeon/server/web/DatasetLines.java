package gedeon.server.web;

import gedeon.metadata.Arrivals;
import gedeon.metadata.Catalogue;
import gedeon.metadata.Dataset;
import gedeon.metadata.Datasets;
import gedeon.metadata.Search;
import gedeon.metadata.extraction.Vocabulary;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.Notebooks.NotebookRow;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Datasets as rows of tables, of the notebooks given and no others. */
@Component
class DatasetLines {
    private final Datasets datasets;
    private final Arrivals arrivals;
    private final Notebooks notebooks;
    private final MessageSource words;

    DatasetLines(Catalogue catalogue, Notebooks notebooks, MessageSource words) {
        this.words = words;
        this.datasets = catalogue.datasets();
        this.arrivals = catalogue.arrivals();
        this.notebooks = notebooks;
    }

    /** @param next what to ask for the following page; null at the end */
    record Page(List<DatasetLine> lines, @Nullable UUID next) {}

    /** Newest first. */
    Page newest(Set<Integer> seen, @Nullable UUID before, int most, Locale locale) {
        List<UUID> ids =
                datasets.page(seen, before, most + 1).stream().map(Dataset::id).toList();
        List<UUID> shown = ids.stream().limit(most).toList();
        return new Page(lines(shown, Map.of(), locale), ids.size() > most ? shown.getLast() : null);
    }

    List<DatasetLine> found(Search.Found found, Locale locale) {
        Map<UUID, String> matched = found.hits().stream()
                .filter(hit -> hit.matched() != null)
                .collect(Collectors.toMap(
                        Search.Hit::id,
                        hit -> Labels.matched(String.valueOf(hit.matched()), name -> label(name, locale))));
        return lines(found.hits().stream().map(Search.Hit::id).toList(), matched, locale);
    }

    private String label(String field, Locale locale) {
        return Vocabulary.knows(field)
                ? Vocabulary.label(field, locale)
                : String.valueOf(words.getMessage("facet." + field, null, field, locale));
    }

    private List<DatasetLine> lines(List<UUID> ids, Map<UUID, String> matched, Locale locale) {
        Map<Integer, String> names = new HashMap<>();
        return arrivals.rows(ids).stream()
                .map(row -> DatasetLine.of(
                        row,
                        names.computeIfAbsent(row.notebook(), this::name),
                        matched.getOrDefault(row.id(), ""),
                        locale))
                .toList();
    }

    private String name(int notebook) {
        return notebooks.notebook(notebook).map(NotebookRow::name).orElse("");
    }
}
