package gedeon.storage.disposal;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.ObjectLock;
import gedeon.storage.StoredVersion;
import gedeon.storage.disposal.DisposalRequest.State;
import gedeon.storage.objects.ObjectStore.DeleteConditions;
import gedeon.storage.objects.ObjectStore.Deletion;
import gedeon.storage.objects.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever people do, in whatever order: nothing under COMPLIANCE or on hold goes, and all that goes has a tombstone. */
class DisposalPropertyTests extends Lab {
    private static final int ACTS = Integer.getInteger("gedeon.disposal.acts", 600);

    private final List<StoredVersion> versions = new ArrayList<>();
    private final Set<StoredVersion> held = new HashSet<>();
    private final Set<StoredVersion> compliance = new HashSet<>();
    private final Set<StoredVersion> deleted = new HashSet<>();
    private final List<Long> disposals = new ArrayList<>();

    @Test
    void noSequenceOfActsRemovesWhatIsLocked() throws Exception {
        long seed = Long.getLong("gedeon.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int i = 0; i < ACTS; i++) {
            try {
                act(random, i);
            } catch (Refusal | NotNow e) {
                // Refused: as it may be.
            }
            for (StoredVersion one : versions) {
                boolean locked = held.contains(one) || compliance.contains(one);
                if (locked) {
                    assertThat(there(one))
                            .as("locked %s after act %s, seed %s", one, i, seed)
                            .isTrue();
                } else if (!deleted.contains(one) && i % 20 == 0) {
                    assertThat(there(one)
                                    || disposing()
                                            .tombstones()
                                            .find(raw.id(), one.key(), one.version())
                                            .isPresent())
                            .as("gone without a tombstone: %s after act %s, seed %s", one, i, seed)
                            .isTrue();
                }
            }
        }
        assertThat(sql.one(row -> row.getLong(1), "select count(*) from tombstone")
                        .orElseThrow())
                .as("something was disposed of, seed %s", seed)
                .isPositive();
        assertThat(
                        sql.list(
                                row -> true,
                                "select 1 from disposal d where state = 'DONE' and (disposed <> (select count(*) from tombstone t where t.disposal = d.id) or disposed + stayed <> versions)"))
                .as("counts, seed %s", seed)
                .isEmpty();
    }

    private void act(Random random, int i) throws Exception {
        if (versions.isEmpty()) {
            versions.add(put(raw, "0/first", "x"));
        }
        StoredVersion one = versions.get(random.nextInt(versions.size()));
        Chosen some = random.nextBoolean() ? only(one) : below(random.nextInt(3) + "/");
        boolean bypass = random.nextInt(3) > 0;
        switch (random.nextInt(13)) {
            case 0, 1, 2 -> versions.add(put(raw, random.nextInt(3) + "/" + random.nextInt(8), "body " + i));
            case 3 -> {
                hold(one, true);
                held.add(one);
            }
            case 4 -> {
                if (there(one)) {
                    hold(one, false);
                    held.remove(one);
                }
            }
            case 5 -> {
                if (random.nextInt(4) == 0) {
                    retain(one, ObjectLock.Mode.COMPLIANCE, Duration.ofDays(1000));
                    compliance.add(one);
                } else {
                    expire(one, random);
                }
            }
            case 6 -> disposing().waste().mark(contributor, raw, some, "test " + i);
            case 7 -> disposing().waste().unmark(contributor, raw, some);
            case 8 ->
                disposals.add(disposing()
                        .waste()
                        .dispose(random.nextBoolean() ? owner : manager, raw, some, bypass)
                        .id());
            case 9, 10 -> {
                DisposalRequest asked = disposing().requests().request(contributor, raw, some, "why " + i);
                disposals.add(asked.id());
                disposing().requests().approve(asked.id(), random.nextInt(4) == 0 ? director : owner, bypass, "");
            }
            case 11 -> {
                if (!disposals.isEmpty()) {
                    disposing()
                            .requests()
                            .withdraw(disposals.get(random.nextInt(disposals.size())), contributor, false, "");
                } else {
                    gateway.store()
                            .delete(new Deletion(raw, one.key(), one.version(), false, bypass, DeleteConditions.NONE));
                    deleted.add(one);
                }
            }
            default -> disposing().round();
        }
    }

    /** As if its time had passed. */
    private void expire(StoredVersion one, Random random) {
        if (!compliance.contains(one) && random.nextBoolean()) {
            expire(one);
        }
    }

    @Test
    void whatIsOverIsOver() throws Exception {
        StoredVersion version = put(raw, "a", "x");
        DisposalRequest asked = disposing().requests().request(contributor, raw, only(version), "a test");
        disposing().requests().approve(asked.id(), owner, true, "");
        disposing().round();
        assertThat(disposing().requests().find(asked.id()).orElseThrow().state())
                .isEqualTo(State.DONE);
        DisposalRequest again = disposing().requests().find(asked.id()).orElseThrow();
        disposing().round();
        assertThat(disposing().requests().find(asked.id())).contains(again);
    }
}
