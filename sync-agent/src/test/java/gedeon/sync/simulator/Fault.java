package gedeon.sync.simulator;

import gedeon.sync.simulator.Weather.Act;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** What goes wrong beside a writer, and how it ends. */
enum Fault {
    NONE {
        @Override
        void befall(Run run, Random random) {
            run.way().weather(Weather.FAIR);
        }
    },
    /** The line is cut in the middle of bodies. */
    CUT {
        @Override
        void befall(Run run, Random random) {
            run.way().weather(sometimes(random, asked -> new Act.Cut(random.nextInt((int) asked.length() + 1))));
        }
    },
    SERVER_ERRORS {
        @Override
        void befall(Run run, Random random) {
            run.way()
                    .weather(sometimes(
                            random,
                            asked -> random.nextBoolean()
                                    ? new Act.Refuse(503, "SlowDown")
                                    : new Act.Refuse(500, "InternalError")));
        }
    },
    /** The server did it, and its answer is lost. */
    LOST_ANSWERS {
        @Override
        void befall(Run run, Random random) {
            run.way().weather(sometimes(random, asked -> new Act.LoseAnswer()));
        }
    },
    /** Full for hours. */
    FULL {
        @Override
        void befall(Run run, Random random) {
            run.server().quota = random.nextInt(6000);
            run.later(random, 1800, 20_000, () -> run.server().quota = Long.MAX_VALUE);
        }
    },
    /** Neither the key nor the token is known, for a while. */
    UNKNOWN_KEY {
        @Override
        void befall(Run run, Random random) {
            run.later(random, 10, 1000, () -> {
                run.way()
                        .weather(asked -> asked.rest()
                                ? new Act.Refuse(401, "no or wrong token")
                                : new Act.Refuse(403, "InvalidAccessKeyId"));
                run.later(random, 300, 5000, () -> run.way().weather(Weather.FAIR));
            });
        }
    },
    /** A kilobyte a second. */
    SLOW {
        @Override
        void befall(Run run, Random random) {
            run.way().weather(asked -> new Act.Trickle(Duration.ofSeconds(1)));
        }
    },
    /** The disk of the journal, again and again. */
    DISK_FULL {
        @Override
        void befall(Run run, Random random) {
            for (int i = 0; i < 3; i++) {
                run.later(random, 10, 6000, () -> {
                    run.disk().full(true);
                    run.later(random, 10, 600, () -> run.disk().full(false));
                });
            }
        }
    },
    SERVER_RESTARTS {
        @Override
        void befall(Run run, Random random) {
            for (int i = 0; i < 4; i++) {
                run.later(random, 10, 6000, () -> {
                    run.way().down();
                    run.later(random, 5, 400, () -> run.way().up());
                });
            }
        }
    },
    /** Somebody sets the computer's clock, there and back. */
    CLOCK {
        @Override
        void befall(Run run, Random random) {
            run.later(random, 5, 2000, () -> {
                run.setClock(Duration.ofHours(random.nextBoolean() ? 2 : -2));
                run.later(random, 5, 4000, () -> run.setClock(Duration.ofHours(random.nextBoolean() ? 2 : -2)));
            });
        }
    },
    /** Killed at moments of its work. */
    KILLED {
        @Override
        void befall(Run run, Random random) {
            for (int i = 0; i < 4; i++) {
                run.moments().dieAt(1 + random.nextInt(80));
            }
        }
    },
    /** The same, and what was not synced is gone. */
    POWER_CUT {
        @Override
        void befall(Run run, Random random) {
            run.powerCuts();
            KILLED.befall(run, random);
        }
    };

    /** Begins; it ends by itself. */
    abstract void befall(Run run, Random random);

    private static Weather sometimes(Random random, Weather bad) {
        AtomicInteger left = new AtomicInteger(8);
        return asked -> random.nextInt(4) == 0 && left.getAndDecrement() > 0 ? bad.of(asked) : new Act.Pass();
    }
}
