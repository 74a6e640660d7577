package gedeon.storage.lifecycle.tiering;

import gedeon.storage.BlobId;
import gedeon.storage.lifecycle.jobs.Round;
import gedeon.storage.lifecycle.jobs.StorageJob;
import gedeon.storage.objects.Pace;
import gedeon.storage.tier.jdbc.JdbcTiers;
import gedeon.storage.tier.jdbc.TierRow;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Brings blobs to where the policies of their notebooks want them: all, those that came lately, or those of a tier that is to become empty. */
public final class PlacingRound implements Round {
    private static final Duration LATELY = Duration.ofHours(2);
    private static final Duration SOON = Duration.ofMinutes(5);

    private final Candidates candidates;
    private final Placing placing;
    private final Decisions decisions;
    private final boolean emptying;
    /** Tiers that took nothing, and why: not asked again for each blob of this round. */
    private final Map<Short, String> away = new ConcurrentHashMap<>();

    private final BlobId first;
    private final LongSupplier blobs;
    private final BiFunction<BlobId, Integer, List<Candidates.Blob>> next;
    private final Function<StorageJob, Next> end;

    private PlacingRound(
            Candidates candidates,
            Placing placing,
            Policies policies,
            JdbcTiers tiers,
            Supplier<Transitioned> transitions,
            boolean emptying,
            BlobId first,
            LongSupplier blobs,
            BiFunction<BlobId, Integer, List<Candidates.Blob>> next,
            Function<StorageJob, Next> end) {
        this.candidates = candidates;
        this.placing = placing;
        this.decisions = new Decisions(candidates, policies, tiers, transitions, Set.of(TierRow.State.ONLINE));
        this.emptying = emptying;
        this.first = first;
        this.blobs = blobs;
        this.next = next;
        this.end = end;
    }

    public static PlacingRound all(
            Candidates candidates,
            Placing placing,
            Policies policies,
            JdbcTiers tiers,
            Supplier<Transitioned> transitions,
            Duration every) {
        return new PlacingRound(
                candidates,
                placing,
                policies,
                tiers,
                transitions,
                false,
                new BlobId(0, 0),
                candidates::estimate,
                candidates::after,
                job -> new Next.Again(job.failed() == 0 || every.compareTo(SOON) < 0 ? every : SOON));
    }

    /** Ids begin with the time at which a blob began: those of the last hours stand together at the end. */
    public static PlacingRound arrivals(
            Candidates candidates,
            Placing placing,
            Policies policies,
            JdbcTiers tiers,
            Supplier<Transitioned> transitions,
            Duration every) {
        long since = candidates.now().minus(LATELY).toEpochMilli();
        return new PlacingRound(
                candidates,
                placing,
                policies,
                tiers,
                transitions,
                false,
                new BlobId(since << 16, 0),
                () -> 0,
                candidates::after,
                job -> new Next.Again(every));
    }

    /** Over when nothing lives in the tier any more. */
    public static PlacingRound drain(
            Candidates candidates,
            Placing placing,
            Policies policies,
            JdbcTiers tiers,
            Supplier<Transitioned> transitions,
            short tier) {
        return new PlacingRound(
                candidates,
                placing,
                policies,
                tiers,
                transitions,
                true,
                new BlobId(0, 0),
                () -> candidates.about(tier),
                (last, limit) -> candidates.in(tier, last, limit),
                job -> candidates.lives(tier)
                        ? new Next.Again(job.failed() == 0 ? Duration.ofSeconds(5) : Duration.ofMinutes(1))
                        : new Next.Finished());
    }

    @Override
    public BlobId first() {
        return first;
    }

    @Override
    public long blobs() {
        return blobs.getAsLong();
    }

    @Override
    public Stretch after(BlobId last, int limit) {
        List<Candidates.Blob> passed = next.apply(last, limit);
        if (passed.isEmpty()) {
            return new Stretch(List.of(), null, 0);
        }
        java.util.UUID end = passed.getLast().id();
        List<Look> looks = candidates
                .known(passed.stream().filter(this::mayMove).toList())
                .stream()
                .filter(candidate -> !decisions.of(candidate).equals(Set.copyOf(candidate.tiers())) || !told(candidate))
                .map(Bringing::new)
                .map(Look.class::cast)
                .toList();
        return new Stretch(
                looks, new BlobId(end.getMostSignificantBits(), end.getLeastSignificantBits()), passed.size());
    }

    /** Without a policy it stays where it is, unless that tier is to become empty: not even looked at. */
    private boolean mayMove(Candidates.Blob blob) {
        return blob.notebook() != Candidates.GOING && (emptying || decisions.hasPolicy(blob.notebook()));
    }

    /** Whether its versions say what follows from where it lies: a process may have died before it said so. */
    private boolean told(Candidates.Candidate candidate) {
        return candidate.archived() == candidate.tiers().stream().allMatch(decisions::archive);
    }

    @Override
    public Next ended(StorageJob job) {
        return end.apply(job);
    }

    private final class Bringing implements Look {
        private final Candidates.Candidate candidate;

        Bringing(Candidates.Candidate candidate) {
            this.candidate = candidate;
        }

        @Override
        public BlobId blob() {
            return candidate.blob();
        }

        @Override
        public void look(Pace pace) throws IOException, InterruptedException {
            // As it is wanted now, and not as it was when the stretch began: a large blob may have come in between.
            Set<Short> to = decisions.of(candidate);
            for (short tier : to) {
                String why = away.get(tier);
                if (why != null && !candidate.tiers().contains(tier)) {
                    throw new IOException(why);
                }
            }
            try {
                placing.bring(candidate.living().getFirst(), to, pace);
            } catch (DestinationAway e) {
                away.put(e.tier(), String.valueOf(e.getMessage()));
                throw e;
            }
        }
    }
}
