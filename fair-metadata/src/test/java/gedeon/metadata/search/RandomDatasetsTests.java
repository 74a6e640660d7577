package gedeon.metadata.search;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.metadata.Search;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What search says of random datasets equals what a plain look at each of them says. */
class RandomDatasetsTests {
    private static final String[] NUMBERS = {"temperature", "exposure_time", "energy"};
    private static final String[] WORDS = {"agar", "café", "night", "blank", "Ångström", "run"};

    @TempDir
    Path folder;

    private record Made(UUID id, int notebook, String kind, List<String> words, Map<String, Set<Double>> numbers) {}

    private record Condition(String text, Predicate<Made> holds) {}

    @Test
    void searchEqualsAPlainLookAtEachDataset() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (Tables tables = Tables.open()) {
            List<Made> all = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                all.add(dataset(tables, random));
            }
            try (DatasetSearch search = DatasetSearch.open(tables.source, folder, Clock.systemUTC())) {
                assertThat(search.awaitIndexed(Duration.ofMinutes(2))).isTrue();
                for (int i = 0; i < 200; i++) {
                    check(search, all, random, seed);
                }
            }
        }
    }

    private static Made dataset(Tables tables, Random random) {
        String kind = random.nextBoolean() ? "raw" : "result";
        List<String> words = new ArrayList<>();
        for (int w = 0; w < 1 + random.nextInt(3); w++) {
            words.add(WORDS[random.nextInt(WORDS.length)]);
        }
        int notebook = 1 + random.nextInt(4);
        Tables.Draft draft =
                tables.dataset(String.join("_", words)).in(notebook).kind(kind);
        Map<String, Set<Double>> numbers = new HashMap<>();
        for (String field : NUMBERS) {
            for (int v = random.nextInt(3); v > 0; v--) {
                double value = (random.nextInt(41) - 20) / 2.0;
                draft.number(field, value, "K");
                numbers.computeIfAbsent(field, f -> new HashSet<>()).add(value + 0.0);
            }
        }
        return new Made(draft.add(), notebook, kind, words, numbers);
    }

    private static void check(DatasetSearch search, List<Made> all, Random random, long seed) {
        List<Condition> conditions = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            conditions.add(condition(random));
        }
        String query = conditions.stream().map(Condition::text).collect(Collectors.joining(" "));
        Set<Integer> notebooks = new HashSet<>();
        for (int n = 1; n <= 4; n++) {
            if (random.nextBoolean()) {
                notebooks.add(n);
            }
        }
        List<Made> expected = all.stream()
                .filter(made -> notebooks.contains(made.notebook))
                .filter(made -> conditions.stream().allMatch(c -> c.holds.test(made)))
                .toList();
        Search.Found found = search.find(query, notebooks, 1000);
        assertThat(found.hits())
                .as("query %s in %s, seed %d", query, notebooks, seed)
                .extracting(Search.Hit::id)
                .containsExactlyInAnyOrderElementsOf(
                        expected.stream().map(Made::id).toList());
        assertThat(found.total()).isEqualTo(expected.size());
        Map<String, Long> kinds = new TreeMap<>();
        expected.forEach(made -> kinds.merge(made.kind, 1L, Long::sum));
        Map<String, Long> counted = found.facets().stream()
                .filter(facet -> facet.name().equals("kind"))
                .flatMap(facet -> facet.values().stream())
                .collect(Collectors.toMap(Search.Count::value, Search.Count::count));
        assertThat(counted).as("query %s, seed %d", query, seed).isEqualTo(kinds);
    }

    private static Condition condition(Random random) {
        Condition plain = plain(random);
        return random.nextInt(4) == 0 ? new Condition("-" + plain.text, made -> !plain.holds.test(made)) : plain;
    }

    private static Condition plain(Random random) {
        String field = NUMBERS[random.nextInt(NUMBERS.length)];
        double at = (random.nextInt(41) - 20) / 2.0;
        double to = at + random.nextInt(10);
        return switch (random.nextInt(8)) {
            case 0 -> number(field + "<" + at, field, v -> v < at);
            case 1 -> number(field + "<=" + at, field, v -> v <= at);
            case 2 -> number(field + ">" + at, field, v -> v > at);
            case 3 -> number(field + ">=" + at, field, v -> v >= at);
            case 4 -> number(field + "=" + at, field, v -> v == at);
            case 5 -> number(field + ":" + at + ".." + to, field, v -> v >= at && v <= to);
            case 6 -> new Condition("kind:raw", made -> made.kind.equals("raw"));
            default -> {
                String word = WORDS[random.nextInt(WORDS.length)];
                // a field after it, or the word at the end would match what goes on
                yield new Condition("\"" + word + "\"", made -> made.words.contains(word));
            }
        };
    }

    private static Condition number(String text, String field, Predicate<Double> holds) {
        return new Condition(
                text,
                made -> made.numbers.getOrDefault(field, Set.of()).stream().anyMatch(holds));
    }
}
