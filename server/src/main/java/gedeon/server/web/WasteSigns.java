package gedeon.server.web;

import gedeon.metadata.Catalogue;
import gedeon.metadata.Dataset;
import gedeon.storage.ObjectKey;
import gedeon.storage.disposal.Chosen;
import gedeon.storage.disposal.Disposing;
import gedeon.storage.disposal.Marks;
import gedeon.storage.disposal.Waste;
import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.On;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.notebooks.Rights;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.ObjectStore;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the pages of a dataset and of a notebook say of waste and of disposals that wait: some files and some marks are looked at, never all. */
@Component
final class WasteSigns {
    private static final int FILES = 100;
    private static final int MARKS = 1000;
    private static final int DISPOSALS = 100;

    private final Disposing disposing;
    private final Catalogue catalogue;
    private final ObjectStore store;
    private final Rights rights;
    private final Clock clock;

    WasteSigns(Disposing disposing, Catalogue catalogue, ObjectStore store, Rights rights, Clock clock) {
        this.disposing = disposing;
        this.catalogue = catalogue;
        this.store = store;
        this.rights = rights;
        this.clock = clock;
    }

    /**
     * What of a dataset is marked as waste; of several marks the last one speaks.
     *
     * @param folder of its keys; empty where it is one file, beside which others may lie
     * @param files of those looked at that are marked
     * @param looked how many were
     * @param all whether all files of the dataset were looked at
     * @param until when a manager may dispose of all that is marked
     * @param over whether that time has passed
     */
    record Mark(
            String folder,
            String by,
            Moment marked,
            String reason,
            long files,
            long looked,
            boolean all,
            Moment until,
            boolean over) {
        public boolean whole() {
            return all && files == looked;
        }
    }

    /**
     * Of a dataset.
     *
     * @param markable the folder of its keys, for who may mark what lies there; null where that is nobody's to do here
     * @param mark null where nothing is marked, or it is not for the reader's eyes
     */
    record OfDataset(@Nullable String markable, @Nullable Mark mark) {
        static final OfDataset NOTHING = new OfDataset(null, null);
    }

    OfDataset of(Principal who, Dataset dataset, Locale locale) {
        On on = new On.Notebook(dataset.notebook());
        if (!rights.may(who, Act.LIST_OBJECTS, on)) {
            return OfDataset.NOTHING;
        }
        List<Dataset.File> files = catalogue.datasets().files(dataset.id(), null, FILES);
        if (files.isEmpty()) {
            return OfDataset.NOTHING;
        }
        String folder = dataset.files() == 1 ? "" : folder(files.getFirst());
        boolean markable =
                !folder.isEmpty() && !dataset.state().equals("sealed") && rights.may(who, Act.MARK_WASTE, on);
        return new OfDataset(
                markable ? folder : null,
                store.bucket(dataset.bucket())
                        .filter(bucket -> bucket.notebook() == dataset.notebook())
                        .map(bucket -> mark(bucket, dataset, files, folder, locale))
                        .orElse(null));
    }

    /** Empty where its key does not end with its path. */
    private static String folder(Dataset.File file) {
        return file.key().endsWith("/" + file.path())
                ? file.key().substring(0, file.key().length() - file.path().length())
                : "";
    }

    private @Nullable Mark mark(
            Bucket bucket, Dataset dataset, List<Dataset.File> files, String folder, Locale locale) {
        List<Waste.Marked> marked = disposing
                .marks()
                .of(bucket, files.stream().map(WasteSigns::named).toList());
        if (marked.isEmpty()) {
            return null;
        }
        Waste.Marked last =
                marked.stream().max(Comparator.comparing(Waste.Marked::marked)).orElseThrow();
        Instant until = marked.stream()
                .map(Waste.Marked::came)
                .min(Comparator.naturalOrder())
                .orElseThrow()
                .plus(disposing.requests().settings().wasteWithin());
        return new Mark(
                folder,
                last.by(),
                Moment.of(last.marked(), locale),
                last.reason(),
                marked.size(),
                files.size(),
                files.size() >= dataset.files(),
                Moment.of(until, locale),
                until.isBefore(clock.instant()));
    }

    /** A file without a version's name lies in a bucket without versions. */
    private static Chosen.Named named(Dataset.File file) {
        String version = file.version();
        return new Chosen.Named(ObjectKey.of(file.key()), version == null ? "null" : version);
    }

    /**
     * Of a notebook.
     *
     * @param acquisitions that are marked, whole or in part
     * @param loose files that are marked and belong to no dataset
     * @param more whether there are marks that were not looked at
     * @param disposals that wait, at most so many as {@code many} says
     */
    record OfNotebook(long acquisitions, long loose, boolean more, long disposals, boolean many) {
        public boolean waste() {
            return acquisitions > 0 || loose > 0;
        }
    }

    OfNotebook of(Principal who, int notebook) {
        On on = new On.Notebook(notebook);
        boolean lists = rights.may(who, Act.LIST_OBJECTS, on);
        Marks.Found found = lists ? disposing.marks().ofNotebook(notebook, MARKS) : new Marks.Found(List.of(), false);
        int waiting = lists || rights.may(who, Act.APPROVE_DISPOSAL, on)
                ? disposing.requests().waiting(notebook, DISPOSALS + 1)
                : 0;
        Set<UUID> datasets = new HashSet<>();
        long loose = 0;
        Map<String, Set<String>> keys = found.keys().stream()
                .collect(Collectors.groupingBy(
                        Marks.InBucket::bucket,
                        Collectors.mapping(one -> one.key().toString(), Collectors.toSet())));
        for (Map.Entry<String, Set<String>> bucket : keys.entrySet()) {
            Map<String, UUID> known = catalogue.datasets().ofObjects(notebook, bucket.getKey(), bucket.getValue());
            datasets.addAll(known.values());
            loose += bucket.getValue().size() - known.size();
        }
        return new OfNotebook(datasets.size(), loose, found.more(), Math.min(waiting, DISPOSALS), waiting > DISPOSALS);
    }
}
