package gedeon.metadata.search;

import gedeon.metadata.Sight;
import gedeon.metadata.search.Query.Interval;
import gedeon.metadata.search.Query.Mode;
import java.util.List;
import java.util.Set;
import org.hibernate.search.engine.search.predicate.SearchPredicate;
import org.hibernate.search.engine.search.predicate.dsl.BooleanPredicateClausesStep;
import org.hibernate.search.engine.search.predicate.dsl.PredicateFinalStep;
import org.hibernate.search.engine.search.predicate.dsl.SearchPredicateFactory;
import org.hibernate.search.util.common.data.Range;
import org.hibernate.search.util.common.data.RangeBoundInclusion;

/** A query in the index's terms, always within the notebooks given. */
final class Predicates {
    private final SearchPredicateFactory factory;

    Predicates(SearchPredicateFactory factory) {
        this.factory = factory;
    }

    PredicateFinalStep of(Query query, Sight sight) {
        BooleanPredicateClausesStep<?, ?> all = factory.bool().filter(within(sight.notebooks()));
        for (Query.Part part : query.parts()) {
            SearchPredicate term = term(part.term(), sight.personal());
            if (part.not()) {
                all.mustNot(term);
            } else if (part.term() instanceof Query.Anywhere) {
                all.must(term); // words tell which is nearer, numbers do not
            } else {
                all.filter(term);
            }
        }
        return all;
    }

    PredicateFinalStep within(Set<Integer> notebooks) {
        return factory.terms().field("notebook").matchingAny(notebooks);
    }

    /** Datasets of the notebooks that have the field at all. */
    PredicateFinalStep having(String field, Set<Integer> notebooks) {
        return factory.bool()
                .filter(within(notebooks))
                .filter(factory.match().field("fields").matching(field));
    }

    /** @param personal notebooks whose personal fields are searched as well */
    private SearchPredicate term(Query.Term term, Set<Integer> personal) {
        String field = Query.field(term);
        if (field == null || !Words.personal(field)) {
            return plain(term, personal);
        }
        return personal.isEmpty()
                ? factory.matchNone().toPredicate()
                : factory.and(within(personal).toPredicate(), plain(term, personal))
                        .toPredicate();
    }

    private SearchPredicate plain(Query.Term term, Set<Integer> personal) {
        return switch (term) {
            case Query.Anywhere anywhere -> anywhere(anywhere, personal);
            case Query.Number number -> between("n." + number.field(), number.interval());
            case Query.Text text ->
                text.number() == null
                        ? text(text)
                        : factory.or(text(text), between("n." + text.field(), text.number()))
                                .toPredicate();
        };
    }

    /** Each word may stand among the personal ones, where those may be seen. */
    private SearchPredicate anywhere(Query.Anywhere anywhere, Set<Integer> personal) {
        if (personal.isEmpty()) {
            return words("text", anywhere.words(), anywhere.mode());
        }
        boolean phrase = anywhere.mode() == Mode.PHRASE;
        BooleanPredicateClausesStep<?, ?> all = factory.bool();
        for (int i = 0; i < (phrase ? 1 : anywhere.words().size()); i++) {
            List<String> part =
                    phrase ? anywhere.words() : List.of(anywhere.words().get(i));
            boolean last = i == anywhere.words().size() - 1;
            Mode mode = phrase || anywhere.mode() != Mode.PREFIX || last ? anywhere.mode() : Mode.ALL;
            all.must(factory.or(
                            words("text", part, mode),
                            factory.and(within(personal).toPredicate(), words("personal", part, mode))
                                    .toPredicate())
                    .toPredicate());
        }
        return all.toPredicate();
    }

    private SearchPredicate text(Query.Text text) {
        return text.mode() == Mode.WHOLE
                ? factory.match()
                        .field("k." + text.field())
                        .matching(DatasetDocument.whole(String.join(" ", text.words())))
                        .toPredicate()
                : words("t." + text.field(), text.words(), text.mode());
    }

    private SearchPredicate words(String path, List<String> words, Mode mode) {
        if (mode == Mode.PHRASE && words.size() > 1) {
            return factory.phrase()
                    .field(path)
                    .matching(String.join(" ", words))
                    .toPredicate();
        }
        BooleanPredicateClausesStep<?, ?> all = factory.bool();
        for (int i = 0; i < words.size(); i++) {
            boolean open = mode == Mode.PREFIX && i == words.size() - 1;
            all.must(
                    open
                            ? factory.prefix()
                                    .field(path)
                                    .matching(words.get(i))
                                    .toPredicate()
                            : factory.match().field(path).matching(words.get(i)).toPredicate());
        }
        return all.toPredicate();
    }

    private SearchPredicate between(String path, Interval interval) {
        return factory.range()
                .field(path)
                .within(Range.between(
                        interval.low(), inclusion(interval.withLow()), interval.high(), inclusion(interval.withHigh())))
                .toPredicate();
    }

    private static RangeBoundInclusion inclusion(boolean with) {
        return with ? RangeBoundInclusion.INCLUDED : RangeBoundInclusion.EXCLUDED;
    }
}
