package gedeon.storage.disposal;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.storage.Await;
import gedeon.storage.Gateway;
import gedeon.storage.ObjectLock;
import gedeon.storage.StoredVersion;
import gedeon.storage.disposal.DisposalRequest.State;
import gedeon.storage.namespace.Locks;
import gedeon.storage.objects.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Several people, and several processes, at the same disposal. */
class DisposalRaceTests extends Lab {
    private static <T> CompletableFuture<T> beside(Callable<T> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                done.complete(work.call());
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    private static boolean succeeded(CompletableFuture<?> done) throws Exception {
        try {
            done.get(2, TimeUnit.MINUTES);
            return true;
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOfAny(NotNow.class, Refusal.class);
            return false;
        }
    }

    private void awaitWaiting(int many) {
        Await.until(() -> sql.one(
                                row -> row.getLong(1),
                                "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")
                        .orElseThrow()
                >= many);
    }

    @Test
    void oneOfManyDecides() throws Exception {
        StoredVersion version = put(data, "a", "x");
        for (int round = 0; round < 10; round++) {
            DisposalRequest asked = disposing().requests().request(contributor, data, only(version), "a test");
            List<CompletableFuture<DisposalRequest>> all = new ArrayList<>();
            sql.inTransaction(c -> {
                gedeon.storage.sql.Sql.list(
                        c, row -> true, "select 1 from disposal where id = ? for update", asked.id());
                all.add(beside(() -> disposing().requests().approve(asked.id(), owner, false, "")));
                all.add(beside(() -> disposing().requests().approve(asked.id(), director, false, "")));
                all.add(beside(() -> disposing().requests().refuse(asked.id(), owner, "no")));
                awaitWaiting(3);
                return true;
            });
            int decided = 0;
            for (CompletableFuture<DisposalRequest> one : all) {
                decided += succeeded(one) ? 1 : 0;
            }
            assertThat(decided).isEqualTo(1);
            assertThat(disposing().acts().ofDisposal(asked.id())).hasSize(2);
            if (disposing().requests().find(asked.id()).orElseThrow().state() == State.APPROVED) {
                disposing().requests().withdraw(asked.id(), contributor, false, "");
            }
        }
    }

    /** Whoever of the two comes first: what is on hold when the disposal is done stays. */
    @Test
    void aHoldThatCameInBetweenKeepsItsVersion() throws Exception {
        for (int round = 0; round < 10; round++) {
            StoredVersion version = put(raw, "a" + round, "x");
            DisposalRequest asked = disposing().requests().request(contributor, raw, only(version), "a test");
            CompletableFuture<DisposalRequest> approved =
                    beside(() -> disposing().requests().approve(asked.id(), owner, true, ""));
            hold(version, true);
            succeeded(approved);
            disposing().round();
            assertThat(there(version)).isTrue();
        }
    }

    @Test
    void aHoldAndADisposalThatMeetLeaveOneOfThem() throws Exception {
        int stayed = 0;
        for (int round = 0; round < 20; round++) {
            StoredVersion version = put(raw, "a" + round, "x");
            DisposalRequest asked = disposing().requests().request(contributor, raw, only(version), "a test");
            disposing().requests().approve(asked.id(), owner, true, "");
            List<CompletableFuture<Boolean>> both = new ArrayList<>();
            boolean holdFirst = round % 2 == 0;
            sql.inTransaction(c -> {
                Locks.keys(c, List.of(raw.id()), List.of(Locks.hash(raw.id(), version.key())));
                Callable<Boolean> holding = () -> {
                    hold(version, true);
                    return true;
                };
                Callable<Boolean> removing = () -> {
                    disposing().round();
                    return true;
                };
                both.add(beside(holdFirst ? holding : removing));
                awaitWaiting(1);
                both.add(beside(holdFirst ? removing : holding));
                awaitWaiting(2);
                return true;
            });
            boolean held = succeeded(both.get(holdFirst ? 0 : 1));
            succeeded(both.get(holdFirst ? 1 : 0));
            assertThat(there(version))
                    .as("there if and only if the hold was acknowledged")
                    .isEqualTo(held);
            stayed += held ? 1 : 0;
        }
        assertThat(stayed).isEqualTo(10);
    }

    @Test
    void aWithdrawalAndTheEndOfTheTimeThatMeetLeaveOneOfThem() throws Exception {
        for (int round = 0; round < 10; round++) {
            StoredVersion version = put(data, "a" + round, "x");
            DisposalRequest asked = disposing().requests().request(contributor, data, only(version), "a test");
            disposing().requests().approve(asked.id(), owner, false, "");
            CompletableFuture<Boolean> done = beside(() -> {
                disposing().round();
                return true;
            });
            boolean withdrawn =
                    succeeded(beside(() -> disposing().requests().withdraw(asked.id(), contributor, false, "")));
            succeeded(done);
            disposing().round();
            assertThat(there(version)).isEqualTo(withdrawn);
        }
    }

    @Test
    void threeProcessesDoItOnce() throws Exception {
        for (int i = 0; i < 900; i++) {
            put(data, "many/" + i, "12345");
        }
        DisposalRequest asked = disposing().requests().request(contributor, data, below("many/"), "a test");
        disposing().requests().approve(asked.id(), owner, false, "");
        try (Gateway second = another();
                Gateway third = another()) {
            List<CompletableFuture<Boolean>> all = new ArrayList<>();
            for (Gateway one : List.of(gateway, second, third)) {
                all.add(beside(() -> {
                    for (int i = 0; i < 20; i++) {
                        one.disposing().round();
                        // As if whoever works on it had been silent for too long: the others take it over, again and
                        // again.
                        sql.update(
                                "update disposal set claimed_until = now() - interval '1 second' where state = 'DISPOSING'");
                    }
                    return true;
                }));
            }
            for (CompletableFuture<Boolean> one : all) {
                one.get(4, TimeUnit.MINUTES);
            }
            Await.until(() -> {
                disposing().round();
                return disposing().requests().find(asked.id()).orElseThrow().state() == State.DONE;
            });
        }
        DisposalRequest done = disposing().requests().find(asked.id()).orElseThrow();
        assertThat(done.disposed()).isEqualTo(900);
        assertThat(done.stayed()).isZero();
        assertThat(done.disposedBytes().value()).isEqualTo(4500);
        assertThat(used()).isZero();
        assertThat(sql.one(row -> row.getLong(1), "select count(*) from tombstone"))
                .contains(900L);
        assertThat(disposing().acts().ofDisposal(asked.id()).stream()
                        .filter(one -> one.act() == DisposalNotice.Act.DONE))
                .hasSize(1);
    }

    @Test
    void complianceThatComesAfterTheApprovalKeepsItsVersion() throws Exception {
        StoredVersion version = put(raw, "a", "x");
        DisposalRequest asked = disposing().requests().request(contributor, raw, only(version), "a test");
        disposing().requests().approve(asked.id(), owner, true, "");
        retain(version, ObjectLock.Mode.COMPLIANCE, Duration.ofDays(1));
        disposing().round();
        assertThat(there(version)).isTrue();
    }
}
