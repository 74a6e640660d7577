package gedeon.server.rest;

import gedeon.client.wire.FacetBody;
import gedeon.client.wire.FacetValue;
import gedeon.client.wire.HitBody;
import gedeon.client.wire.SearchAnswer;
import gedeon.metadata.Search;
import gedeon.server.security.Access;
import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.Notebooks.NotebookRow;
import gedeon.storage.notebooks.Principal;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Finds among the notebooks that the caller may read; counts and facets know no others. */
@RestController
class SearchRoutes {
    private final Search search;
    private final Notebooks notebooks;
    private final Access access;

    SearchRoutes(Search search, Notebooks notebooks, Access access) {
        this.search = search;
        this.notebooks = notebooks;
        this.access = access;
    }

    @GetMapping("/api/v1/search")
    SearchAnswer search(
            @AuthenticationPrincipal Principal who,
            @RequestParam String q,
            @RequestParam(required = false) @Nullable String notebook,
            @RequestParam(defaultValue = "20") int limit) {
        Set<Integer> seen = access.notebooks(who, Act.READ_OBJECT, notebook);
        Search.Found found = search.find(q, access.sight(who, seen), Paging.limit(limit));
        return new SearchAnswer(
                found.total(),
                found.hits().stream().map(this::body).toList(),
                found.facets().stream()
                        .map(facet -> new FacetBody(
                                facet.name(),
                                facet.values().stream()
                                        .map(one -> new FacetValue(one.value(), one.count()))
                                        .toList()))
                        .toList());
    }

    private HitBody body(Search.Hit hit) {
        return new HitBody(
                hit.id().toString(),
                hit.name(),
                notebooks.notebook(hit.notebook()).map(NotebookRow::name).orElse(""),
                hit.type(),
                hit.bytes(),
                hit.matched());
    }
}
