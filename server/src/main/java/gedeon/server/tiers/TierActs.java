package gedeon.server.tiers;

import gedeon.storage.lifecycle.Tiering;
import gedeon.storage.lifecycle.jobs.StorageJob;
import gedeon.storage.lifecycle.tiering.StoragePolicy;
import gedeon.storage.tier.jdbc.JdbcTiers;
import gedeon.storage.tier.jdbc.TierRow;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What may be done with a tier, whoever asks by whichever face. Rights are asked before. */
@Component
public class TierActs {
    private final JdbcTiers tiers;
    private final Tiering tiering;

    TierActs(JdbcTiers tiers, Tiering tiering) {
        this.tiers = tiers;
        this.tiering = tiering;
    }

    /**
     * Durable on return; other processes see it within two seconds. One that comes online is drained no longer.
     *
     * @param confirm the tier's name: switched off even where something lies there alone
     * @throws InUse where something lies there alone, or may
     */
    public void setState(TierRow tier, TierRow.State wanted, @Nullable String confirm) {
        if (wanted == tier.state()) {
            return;
        }
        if (wanted == TierRow.State.OFF) {
            requireDispensable(tier, confirm);
        }
        if (wanted == TierRow.State.ONLINE) {
            stopDraining(tier);
        }
        tiers.setState(tier.id(), wanted);
        tiering.ensureJobs();
    }

    private void requireDispensable(TierRow tier, @Nullable String confirm) {
        if (tier.id() == tiers.house()) {
            throw new IllegalArgumentException("the tier of the server's own home is not switched off");
        }
        if (!tier.name().equals(confirm)) {
            requireSeen(tier);
            long alone = tiers.alone(tier.id());
            if (alone > 0) {
                throw new InUse(alone + " blobs live in tier " + tier.name()
                        + " alone and could not be read while it is off; drain it first, or repeat with \"confirm\": \""
                        + tier.name() + "\"");
            }
        }
    }

    private static void requireSeen(TierRow tier) {
        if (tier.unseen()) {
            throw new InUse("tier " + tier.name()
                    + " was away when the namespace was made again, and versions may name what lies there alone; audit it first (gedeon tier audit "
                    + tier.name() + "), or repeat with \"confirm\": \"" + tier.name() + "\"");
        }
    }

    /**
     * Forgets a tier that is off; what is on its disk stays. Durable on return.
     *
     * @param confirm the tier's name: also where it was away when the namespace was made again and nobody looked it through since
     * @throws InUse where something lies there, or may, where a policy names it, or where it has not been off for an hour
     */
    public void remove(TierRow tier, @Nullable String confirm) throws IOException {
        tiering.policies().all().stream()
                .filter(policy -> names(policy, tier.id()))
                .findFirst()
                .ifPresent(policy -> {
                    throw new InUse(
                            "storage policy " + policy.name() + " names tier " + tier.name() + "; change it first");
                });
        if (!tier.name().equals(confirm)) {
            requireSeen(tier);
        }
        if (!tiers.remove(tier.id())) {
            throw new InUse(
                    "tier " + tier.name()
                            + " is not removed: something lies there, or it has not been off for an hour; drain it, set it off, and come back then");
        }
    }

    private static boolean names(StoragePolicy policy, short tier) {
        return policy.landing().contains(tier)
                || policy.copies().contains(tier)
                || policy.rules().stream().anyMatch(rule -> rule.to() == tier);
    }

    private void stopDraining(TierRow tier) {
        tiering.jobs().all().stream()
                .filter(job -> job.kind() == StorageJob.Kind.DRAIN && Objects.equals(job.tier(), tier.id()))
                .forEach(job -> tiering.jobs().cancel(job.id()));
    }

    /** @throws InUse where it cannot be read, or nothing else would take what lies there */
    public void requireDrainable(TierRow tier) {
        if (tier.state() == TierRow.State.OFF) {
            throw new InUse("tier " + tier.name() + " is off and cannot be read; set it online or draining first");
        }
        if (tiers.all().stream().noneMatch(other -> other.id() != tier.id() && tiers.lands(other))) {
            throw new InUse("no other tier is online to take what lies in tier " + tier.name()
                    + " (neither an archive nor an adopted folder is one); add one first");
        }
    }

    /** Begins to empty it, or tells how far that is. */
    public StorageJob drain(TierRow tier, @Nullable String askedBy) {
        requireDrainable(tier);
        return tiering.drain(tier, askedBy);
    }

    /** Begins to compare what lies there with what is known of it, or tells how far that is. */
    public StorageJob audit(TierRow tier, @Nullable String askedBy) {
        if (tier.state() == TierRow.State.OFF) {
            throw new InUse(
                    "tier " + tier.name() + " is off and cannot be looked through; set it online or draining first");
        }
        return tiering.audit(tier, askedBy);
    }
}
