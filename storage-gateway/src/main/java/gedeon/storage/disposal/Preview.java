package gedeon.storage.disposal;

import gedeon.kernel.ByteCount;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * What a disposal would do.
 *
 * @param versions that are meant, and their bytes
 * @param goes those of them that would go now, and their bytes
 * @param found how many are under each hindrance; one version may be under several, and not each stands in the way
 * @param examples of what would stay, by name, at most {@value #MOST}
 */
public record Preview(
        long versions,
        ByteCount bytes,
        long goes,
        ByteCount goesBytes,
        Map<Hindrance, Long> found,
        List<Stays> examples) {
    public static final int MOST = 10;

    /** One that would stay, and why. */
    public record Stays(String key, String version, Hindrance why) {
        @Override
        public String toString() {
            return key + " (version " + version + ")";
        }
    }

    /** Adds versions up, page by page. */
    static final class Sum {
        private final DisposalRequest.Kind kind;
        private final boolean bypass;
        private final Map<Hindrance, Long> found = new EnumMap<>(Hindrance.class);
        private final List<Stays> examples = new ArrayList<>();
        private long versions;
        private long bytes;
        private long goes;
        private long goesBytes;

        Sum(DisposalRequest.Kind kind, boolean bypass) {
            this.kind = kind;
            this.bypass = bypass;
        }

        void add(List<Judgement.Judged> page) {
            page.forEach(this::add);
        }

        private void add(Judgement.Judged one) {
            if (one.version() == null) {
                return;
            }
            long size = one.version().size().value();
            versions++;
            bytes += size;
            one.found().forEach(each -> found.merge(each, 1L, Long::sum));
            Optional<Hindrance> stands = one.stands(kind, bypass);
            if (stands.isEmpty()) {
                goes++;
                goesBytes += size;
            } else if (examples.size() < MOST) {
                examples.add(
                        new Stays(one.version().key().toString(), one.version().versionText(), stands.get()));
            }
        }

        Preview whole() {
            return new Preview(
                    versions,
                    new ByteCount(bytes),
                    goes,
                    new ByteCount(goesBytes),
                    Map.copyOf(found),
                    List.copyOf(examples));
        }
    }

    public long count(Hindrance hindrance) {
        return found.getOrDefault(hindrance, 0L);
    }

    /** Names the locked versions. */
    static String locked(List<Stays> examples, long all) {
        StringJoiner text = new StringJoiner("; ");
        for (Hindrance why : Hindrance.values()) {
            List<Stays> these =
                    examples.stream().filter(one -> one.why() == why).toList();
            if (!these.isEmpty()) {
                text.add(words(why) + ": "
                        + String.join(", ", these.stream().map(Stays::toString).toList()));
            }
        }
        return text + (all > examples.size() ? " and " + (all - examples.size()) + " more" : "");
    }

    private static String words(Hindrance why) {
        return switch (why) {
            case GONE -> "gone already";
            case COMPLIANCE -> "under COMPLIANCE retention that is not over";
            case HELD -> "on legal hold";
            case GOVERNANCE -> "under GOVERNANCE retention that is not over";
            case RULED -> "under its bucket's GOVERNANCE retention that is not over";
            case UNMARKED -> "not marked as waste";
            case LATE -> "too old to be disposed of as waste";
            case SEALED -> "part of a sealed dataset";
            case TIED -> "tied to something";
        };
    }
}
