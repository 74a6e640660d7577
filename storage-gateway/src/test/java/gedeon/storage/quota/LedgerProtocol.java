package gedeon.storage.quota;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The ledger's protocol, small enough to be walked whole: what each transaction does to the rows of one notebook and its unit, and what a process does in its
 * memory between them. A transaction is one step, as its row locks make it; everything else can come between any two steps.
 *
 * @param flaw how it differs from the real one; null where it does not
 */
record LedgerProtocol(
        int notebookLimit, int unitLimit, @Nullable Flaw flaw) {
    /** Ways to get it wrong, each of which must be found. */
    enum Flaw {
        /** A draw looks at the notebook alone. */
        DRAW_ASKS_NO_UNIT,
        /** A draw looks, lets the rows go, and adds afterwards. */
        DRAW_LOOKS_BEFORE_IT_LOCKS,
        /** A commit asks whether so much is leased of the notebook, not whether its own process has it. */
        SETTLE_ASKS_NO_LEASE,
        /** A process that gives back does not ask whether it was reaped meanwhile. */
        RETURN_ASKS_NO_LEASE,
        /** The reaper gives back to the notebook, not to the unit. */
        REAP_FORGETS_THE_UNIT,
        /** Reaped without asking whether the lease has ended, or was ended by another reaper already. */
        REAP_TWICE,
        /** What a delete freed is promised again, and given back to the unit at once as well. */
        DELETE_FREES_TWICE
    }

    /** What the database knows of a process's lease. */
    enum Row {
        LIVES,
        ENDED,
        REAPED
    }

    /**
     * @param up in memory; the database may think otherwise
     * @param lease its row, 0 where it has none
     * @param seen by a draw that looks before it locks; -1 for none
     * @param giving taken out of memory, not yet given back in the database
     */
    record Process(boolean up, Row row, int lease, int idle, int promised, int seen, int giving) {
        Process lease(int now) {
            return new Process(up, row, now, idle, promised, seen, giving);
        }

        Process memory(int nowIdle, int nowPromised) {
            return new Process(up, row, lease, nowIdle, nowPromised, seen, giving);
        }

        Process seen(int now) {
            return new Process(up, row, lease, idle, promised, now, giving);
        }

        Process giving(int now) {
            return new Process(up, row, lease, idle, promised, seen, now);
        }

        Process row(Row now) {
            return new Process(up, now, lease, idle, promised, seen, giving);
        }
    }

    /** Rows of the ledger and both processes. */
    record State(int used, int leased, int taken, Process one, Process two) {
        private static final Process BORN = new Process(true, Row.LIVES, 0, 0, 0, -1, 0);
        static final State FIRST = new State(0, 0, 0, BORN, BORN);

        Process process(int number) {
            return number == 1 ? one : two;
        }

        State with(int number, UnaryOperator<Process> change) {
            return number == 1
                    ? new State(used, leased, taken, change.apply(one), two)
                    : new State(used, leased, taken, one, change.apply(two));
        }

        State rows(int moreUsed, int moreLeased, int moreTaken) {
            return new State(used + moreUsed, leased + moreLeased, taken + moreTaken, one, two);
        }
    }

    /** What is wrong with a state, if anything. */
    Optional<String> wrong(State s) {
        if (s.used() + s.leased() > notebookLimit) {
            return Optional.of("the notebook's limit is passed");
        }
        if (s.taken() > unitLimit) {
            return Optional.of("the unit's limit is passed");
        }
        if (s.taken() != s.used() + s.leased()) {
            return Optional.of("the unit does not know what its notebook takes");
        }
        if (s.leased() != s.one().lease() + s.two().lease()) {
            return Optional.of("what is leased of the notebook is not what processes lease");
        }
        return s.used() < 0 || s.leased() < 0 ? Optional.of("less than nothing") : Optional.empty();
    }

    /** Every step that may come next, by its name. */
    Map<String, State> next(State s) {
        Map<String, State> all = new LinkedHashMap<>();
        for (int p = 1; p <= 2; p++) {
            Process own = s.process(p);
            if (own.up()) {
                promise(s, p, all);
                commit(s, p, all);
                giveBack(s, p, all);
                int number = p;
                all.put(p + " crashes", s.with(p, one -> new Process(false, one.row(), one.lease(), 0, 0, -1, 0)));
                if (own.row() != Row.LIVES && own.lease() == 0) {
                    // Uploads under way go on, and are refused at their commit unless the new lease has their room.
                    all.put(
                            number + " begins a new lease",
                            s.with(p, one -> new Process(true, Row.LIVES, 0, 0, one.promised(), -1, 0)));
                }
            }
            if (own.row() == Row.LIVES) {
                all.put("the lease of " + p + " ends", s.with(p, one -> one.row(Row.ENDED)));
            }
            reap(s, p, all);
        }
        return all;
    }

    private void promise(State s, int p, Map<String, State> all) {
        Process own = s.process(p);
        for (int n = 1; n <= 2; n++) {
            int need = n;
            if (own.promised() > 0) {
                continue;
            }
            if (own.idle() >= need) {
                all.put(p + " promises " + n, s.with(p, one -> one.memory(one.idle() - need, need)));
            }
            if (own.row() == Row.REAPED) {
                continue; // its lease row refers to a process that is no more
            }
            int left = flaw == Flaw.DRAW_ASKS_NO_UNIT
                    ? notebookLimit - s.used() - s.leased()
                    : Math.min(notebookLimit - s.used() - s.leased(), unitLimit - s.taken());
            if (flaw == Flaw.DRAW_LOOKS_BEFORE_IT_LOCKS) {
                if (own.seen() < 0) {
                    all.put(p + " looks", s.with(p, one -> one.seen(left)));
                } else if (own.seen() >= need) {
                    all.put(p + " draws " + n, draw(s, p, need, need));
                }
                continue;
            }
            // Exactly what is needed, or with one ahead.
            for (int ask = need; ask <= need + 1; ask++) {
                if (ask <= left) {
                    all.put(p + " draws " + ask + " for " + n, draw(s, p, ask, need));
                }
            }
        }
    }

    private static State draw(State s, int p, int ask, int need) {
        return s.rows(0, ask, ask)
                .with(
                        p,
                        one -> one.lease(one.lease() + ask)
                                .memory(one.idle() + ask - need, need)
                                .seen(-1));
    }

    private void commit(State s, int p, Map<String, State> all) {
        Process own = s.process(p);
        int n = own.promised();
        if (n > 0) {
            all.put(p + " releases", s.with(p, one -> one.memory(one.idle() + n, 0)));
            boolean has = flaw == Flaw.SETTLE_ASKS_NO_LEASE || own.lease() >= n;
            all.put(
                    p + " settles " + n,
                    has && s.leased() >= n
                            ? s.rows(n, -n, 0)
                                    .with(
                                            p,
                                            one -> one.lease(Math.max(0, one.lease() - n))
                                                    .memory(one.idle(), 0))
                            : s.with(p, one -> one.memory(one.idle(), 0)));
        }
        if (s.used() > 0 && own.row() != Row.REAPED) {
            int unit = flaw == Flaw.DELETE_FREES_TWICE ? -1 : 0;
            all.put(
                    p + " deletes 1",
                    s.rows(-1, 1, unit)
                            .with(p, one -> one.lease(one.lease() + 1).memory(one.idle() + 1, one.promised())));
        }
    }

    private void giveBack(State s, int p, Map<String, State> all) {
        Process own = s.process(p);
        if (own.idle() > 0 && own.giving() == 0) {
            all.put(
                    p + " takes its idle room",
                    s.with(p, one -> one.giving(one.idle()).memory(0, one.promised())));
        }
        int n = own.giving();
        if (n > 0) {
            boolean has = flaw == Flaw.RETURN_ASKS_NO_LEASE || own.lease() >= n;
            all.put(
                    p + " gives back " + n,
                    has
                            ? s.rows(0, -n, -n)
                                    .with(
                                            p,
                                            one -> one.lease(Math.max(0, one.lease() - n))
                                                    .giving(0))
                            : s.with(p, one -> one.giving(0)));
        }
    }

    private void reap(State s, int p, Map<String, State> all) {
        Process own = s.process(p);
        int n = own.lease();
        if (own.row() == Row.ENDED) {
            int unit = flaw == Flaw.REAP_FORGETS_THE_UNIT ? 0 : -n;
            int kept = flaw == Flaw.REAP_TWICE ? n : 0;
            all.put(
                    p + " is reaped",
                    s.rows(0, -n, unit).with(p, one -> one.lease(kept).row(kept > 0 ? Row.ENDED : Row.REAPED)));
        }
    }
}
