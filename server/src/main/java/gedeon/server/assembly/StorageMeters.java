package gedeon.server.assembly;

import gedeon.server.tiers.JobRates;
import gedeon.server.tiers.TierRooms;
import gedeon.storage.Gateway;
import gedeon.storage.Letters;
import gedeon.storage.Outbox;
import gedeon.storage.journal.Journal;
import gedeon.storage.lifecycle.fixity.Damages;
import gedeon.storage.lifecycle.jobs.StorageJob;
import gedeon.storage.tier.jdbc.Held;
import gedeon.storage.tier.jdbc.TierRow;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells Prometheus of tiers, storage jobs, damage, the journal and letters: asked every fifteen seconds, not at each scrape. */
final class StorageMeters implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StorageMeters.class);
    private static final long EVERY_MILLIS = 15_000;

    private final Gateway gateway;
    private final TierRooms rooms;
    private final JobRates rates;
    private final MeterRegistry meters;
    private final Map<String, MultiGauge> gauges = new HashMap<>();
    private final Thread thread;

    StorageMeters(Gateway gateway, TierRooms rooms, JobRates rates, MeterRegistry meters) {
        this.gateway = gateway;
        this.rooms = rooms;
        this.rates = rates;
        this.meters = meters;
        this.thread = Thread.ofVirtual().name("storage-meters").start(this::run);
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                round();
                Thread.sleep(EVERY_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** One that cannot be answered keeps none of the others untold. */
    private void round() {
        told("tiers", this::tiers);
        told("jobs", this::jobs);
        told("damage", this::damage);
        told("the journal", this::journal);
        told("letters", this::letters);
    }

    private static void told(String what, Runnable question) {
        try {
            question.run();
        } catch (RuntimeException e) {
            if (!Thread.currentThread().isInterrupted()) {
                LOG.warn("the meters of {} wait for the next round: {}", what, e.getMessage());
            }
        }
    }

    private void damage() {
        Damages.Sum damage = gateway.damages().sum();
        one("gedeon.damage.open", "damaged or missing copies that are not repaired", damage.open());
        one("gedeon.damage.lost", "of them, those without another copy", damage.lost());
    }

    private void journal() {
        Journal.Behind behind = gateway.journal().behind();
        one("gedeon.journal.waiting", "changes of the namespace that no tier was told of yet", behind.entries());
        one(
                "gedeon.journal.oldest.seconds",
                "how long the oldest of them waits",
                behind.oldest().toMillis() / 1000.0);
    }

    private void letters() {
        Outbox.Backlog backlog = gateway.outbox().backlog(Letters.CONSUMER);
        one("gedeon.mail.waiting", "letters that no mail server has taken yet", backlog.waiting());
        one("gedeon.mail.parked", "letters that are not tried again by themselves", backlog.parked());
    }

    private void tiers() {
        List<MultiGauge.Row<?>> reachable = new ArrayList<>();
        List<MultiGauge.Row<?>> free = new ArrayList<>();
        List<MultiGauge.Row<?>> bytes = new ArrayList<>();
        List<MultiGauge.Row<?>> blobs = new ArrayList<>();
        List<TierRow> all = gateway.tiers().all();
        Map<Short, TierRooms.Room> told = rooms.of(all);
        for (TierRow row : all) {
            Tags tags = Tags.of("tier", row.name(), "state", lower(row.state()));
            if (told.get(row.id()) instanceof TierRooms.Room.Free room) {
                reachable.add(MultiGauge.Row.of(tags, 1));
                if (room.bytes() < Long.MAX_VALUE) {
                    free.add(MultiGauge.Row.of(tags, room.bytes()));
                }
            } else {
                reachable.add(MultiGauge.Row.of(tags, 0));
            }
            Held held = row.held();
            if (held != null) {
                bytes.add(MultiGauge.Row.of(tags, held.bytes()));
                blobs.add(MultiGauge.Row.of(tags, held.blobs()));
            }
        }
        many("gedeon.tier.reachable", "1 where the tier answers", reachable);
        many("gedeon.tier.free.bytes", "bytes that it can still take, where anybody knows", free);
        many("gedeon.tier.held.bytes", "bytes of blobs that lay there when they were last counted", bytes);
        many("gedeon.tier.held.blobs", "blobs that lay there then", blobs);
    }

    private void jobs() {
        Map<Short, String> names = new HashMap<>();
        gateway.tiers().all().forEach(row -> names.put(row.id(), row.name()));
        List<MultiGauge.Row<?>> done = new ArrayList<>();
        List<MultiGauge.Row<?>> failed = new ArrayList<>();
        List<StorageJob> all = gateway.tiering().jobs().all();
        rates.saw(all);
        for (StorageJob job : all) {
            if (job.state() == StorageJob.State.RUNNING || job.state() == StorageJob.State.PAUSED) {
                Short tier = job.tier();
                Tags tags = Tags.of(
                        "kind",
                        lower(job.kind()),
                        "tier",
                        tier == null ? "" : Objects.requireNonNullElse(names.get(tier), ""),
                        "state",
                        lower(job.state()));
                done.add(MultiGauge.Row.of(tags, job.done()));
                failed.add(MultiGauge.Row.of(tags, job.failed()));
            }
        }
        many("gedeon.job.done.blobs", "blobs passed in this round", done);
        many("gedeon.job.failed.blobs", "blobs of this round that have to be looked at again", failed);
    }

    private void one(String name, String description, double value) {
        many(name, description, List.of(MultiGauge.Row.of(Tags.empty(), value)));
    }

    private void many(String name, String description, List<MultiGauge.Row<?>> rows) {
        gauges.computeIfAbsent(
                        name,
                        wanted -> MultiGauge.builder(wanted)
                                .description(description)
                                .register(meters))
                .register(rows, true);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
