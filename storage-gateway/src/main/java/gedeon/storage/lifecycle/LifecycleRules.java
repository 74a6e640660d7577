package gedeon.storage.lifecycle;

import gedeon.storage.ObjectKey;
import gedeon.storage.StoredVersion;
import gedeon.storage.lifecycle.LifecycleRule.Expiration;
import gedeon.storage.lifecycle.LifecycleRule.Noncurrent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rules of a bucket. Each that is enabled decides by itself; what one of them wants gone goes. */
public record LifecycleRules(List<LifecycleRule> rules) {
    public LifecycleRules {
        rules = List.copyOf(rules);
    }

    /**
     * What becomes of it, its own lock considered.
     *
     * @param now by the clock that stamped the versions
     */
    Verdict decide(Standing standing, Instant now, Days days) {
        Verdict wanted = wanted(standing, now, days);
        return wanted == Verdict.REMOVE && lock(standing.version(), now).isPresent() ? Verdict.KEEP : wanted;
    }

    /** What the rules want of it, whatever stands against that. */
    Verdict wanted(Standing standing, Instant now, Days days) {
        StoredVersion version = standing.version();
        for (LifecycleRule rule : rules) {
            if (rule.enabled() && rule.filter().fits(version)) {
                Verdict verdict = standing.succeeded() == null
                        ? ofCurrent(rule.expiration(), standing, now, days)
                        : ofNoncurrent(rule.noncurrent(), standing, standing.succeeded(), now, days);
                if (verdict != Verdict.KEEP) {
                    return verdict;
                }
            }
        }
        return Verdict.KEEP;
    }

    private static Verdict ofCurrent(@Nullable Expiration rule, Standing standing, Instant now, Days days) {
        if (rule == null) {
            return Verdict.KEEP;
        }
        Instant due = rule.due(standing.version().created(), days);
        boolean passed = due != null && !due.isAfter(now);
        if (standing.version().deleteMarker()) {
            return standing.alone() && (rule.markers() || passed) ? Verdict.REMOVE : Verdict.KEEP;
        }
        return passed ? Verdict.EXPIRE : Verdict.KEEP;
    }

    private static Verdict ofNoncurrent(
            @Nullable Noncurrent rule, Standing standing, Instant succeeded, Instant now, Days days) {
        return rule != null
                        && standing.newer() >= rule.newer()
                        && !days.after(succeeded, rule.days()).isAfter(now)
                ? Verdict.REMOVE
                : Verdict.KEEP;
    }

    /** What its own lock says against removing it. It would be refused; asking again at each walk would only cost. */
    static Optional<KeptBack.Reason> lock(StoredVersion version, Instant now) {
        if (version.lock().legalHold()) {
            return Optional.of(new KeptBack.Reason(KeptBack.Why.HOLD, null));
        }
        Instant until = version.lock().retainUntil();
        return until != null && until.isAfter(now)
                ? Optional.of(new KeptBack.Reason(KeptBack.Why.RETENTION, until.toString()))
                : Optional.empty();
    }

    /** By which rule a version should lie in an archive by now. */
    Optional<String> archives(Standing standing, Instant now, Days days) {
        Instant succeeded = standing.succeeded();
        return standing.version().deleteMarker()
                ? Optional.empty()
                : rules.stream()
                        .filter(Transitions::archives)
                        .filter(rule -> rule.filter().fits(standing.version()))
                        .filter(rule -> succeeded == null
                                ? Transitions.current(rule, standing.version().created(), now, days)
                                : Transitions.noncurrent(rule, standing.newer(), succeeded, now, days))
                        .map(LifecycleRule::id)
                        .findFirst();
    }

    /** When a current version expires, and by which rule: the earliest. */
    public record Expiry(Instant at, String rule) {}

    public Optional<Expiry> expiry(StoredVersion current, Days days) {
        List<Expiry> all = new ArrayList<>();
        for (LifecycleRule rule : rules) {
            Expiration expiration = rule.expiration();
            if (rule.enabled() && expiration != null && rule.filter().fits(current)) {
                Instant due = expiration.due(current.created(), days);
                if (due != null) {
                    all.add(new Expiry(due, rule.id()));
                }
            }
        }
        return all.stream().min(Comparator.comparing(Expiry::at));
    }

    /** Whether an upload begun at {@code created} is to be aborted. */
    boolean aborts(ObjectKey key, Instant created, Instant now, Days days) {
        return rules.stream()
                .anyMatch(rule -> rule.enabled()
                        && rule.abortDays() != null
                        && rule.filter().fitsKey(key.bytes())
                        && !days.after(created, rule.abortDays()).isAfter(now));
    }

    /**
     * Where to look: the prefixes of what the enabled rules remove, without those that lie within another.
     *
     * @param transitions whether to look at what they want in an archive as well
     */
    List<String> prefixes(boolean transitions) {
        return outermost(rules.stream()
                .filter(LifecycleRule::enabled)
                .filter(rule -> rule.expiration() != null
                        || rule.noncurrent() != null
                        || transitions && Transitions.archives(rule))
                .toList());
    }

    /** The same for uploads. */
    List<String> uploadPrefixes() {
        return outermost(rules.stream()
                .filter(LifecycleRule::enabled)
                .filter(rule -> rule.abortDays() != null)
                .toList());
    }

    private static List<String> outermost(List<LifecycleRule> some) {
        List<String> kept = new ArrayList<>();
        some.stream().map(rule -> rule.filter().prefixText()).sorted().forEach(prefix -> {
            if (kept.isEmpty() || !prefix.startsWith(kept.getLast())) {
                kept.add(prefix);
            }
        });
        return kept;
    }
}
