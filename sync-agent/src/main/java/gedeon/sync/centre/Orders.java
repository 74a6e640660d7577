package gedeon.sync.centre;

import gedeon.client.GedeonClient;
import gedeon.client.ProblemException;
import gedeon.client.Unreachable;
import gedeon.client.wire.BandwidthBody;
import gedeon.client.wire.HeartbeatAnswer;
import gedeon.client.wire.LogLevelBody;
import gedeon.client.wire.PauseBody;
import gedeon.client.wire.SettingsBody;
import gedeon.kernel.ReleaseNumber;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What this agent was told, heard on the heartbeat's thread and asked on those of the passes and senders. Thread-safe. Each change is in the file before anybody
 * acts by it; a disk that takes none changes nothing else.
 */
public final class Orders {
    private static final String DEBUG = "debug";
    private static final int MOST_SENDERS = 16;

    private final @Nullable CentreFile file;
    private final String version;
    private final @Nullable String signedBy;
    private final Consumer<String> lines;
    private final Clock clock;

    private CentreState state;
    private long wantedRescan;
    private long sourcesOf = -1;
    private @Nullable String unsigned;

    /**
     * @param version of this agent
     * @param signedBy the server's public key as it was told at enrolment; null where none was
     * @param lines gets a line for each order
     */
    public Orders(CentreFile file, String version, @Nullable String signedBy, Consumer<String> lines, Clock clock)
            throws IOException {
        this.file = file;
        this.version = version;
        this.signedBy = signedBy;
        this.lines = lines;
        this.clock = clock;
        this.state = file.read();
        SettingsBody settings = state.settings();
        this.sourcesOf = settings == null || settings.version() == null ? -1 : settings.version();
    }

    private Orders() {
        this.file = null;
        this.version = "0";
        this.signedBy = null;
        this.lines = line -> {};
        this.clock = Clock.systemUTC();
        this.state = CentreState.NOTHING;
    }

    /** Of an agent that nobody told anything; what it hears it forgets. */
    public static Orders none() {
        return new Orders();
    }

    /** After each sign of life. Fetches the settings where others are in force by now. */
    public void heard(HeartbeatAnswer answer, GedeonClient client) {
        if (file == null) {
            return;
        }
        SettingsBody fresh = fresh(answer.settings(), client);
        synchronized (this) {
            CentreState before = state;
            CentreState.Newer newer = newer(answer.release());
            CentreState next = before.with(answer.paused(), answer.logLevel(), newer)
                    .ahead(Duration.between(clock.instant(), answer.clock()).toMillis());
            if (fresh != null) {
                next = next.with(fresh);
                lines.accept("settings " + fresh.version() + " of the server are in force"
                        + (fresh.by() == null ? "" : ", by " + fresh.by()));
            }
            tellPause(before.paused(), answer.paused());
            if (newer != null && !newer.equals(before.newer())) {
                lines.accept("a newer agent is there: " + newer.version() + ", " + newer.url() + " (SHA-256 "
                        + newer.sha256() + ")");
            }
            wantedRescan = answer.rescan() == null ? 0 : answer.rescan();
            keep(next);
        }
    }

    private @Nullable SettingsBody fresh(@Nullable Integer wanted, GedeonClient client) {
        SettingsBody known;
        synchronized (this) {
            known = state.settings();
        }
        if (wanted == null || known != null && wanted.equals(known.version())) {
            return null;
        }
        try {
            SettingsBody all = client.centre().mySettings();
            return new SettingsBody(
                    all.version(),
                    null,
                    all.bandwidth(),
                    all.senders(),
                    all.logLevel(),
                    null,
                    all.note(),
                    all.made(),
                    all.by());
        } catch (ProblemException | Unreachable e) {
            lines.accept("the settings could not be fetched, those before go on: " + e.getMessage());
            return null;
        }
    }

    private CentreState.@Nullable Newer newer(@Nullable String notice) {
        if (notice == null) {
            return null;
        }
        CentreState.Newer said =
                signedBy == null ? null : ReleaseNotice.read(notice, signedBy).orElse(null);
        if (said == null) {
            if (!notice.equals(unsigned)) {
                lines.accept(
                        signedBy == null
                                ? "the server tells of a version of the agent; this enrolment is older than its signatures and cannot check it"
                                : "the server tells of a version of the agent, and did not sign it with the key of this enrolment: not believed");
                unsigned = notice;
            }
            return null;
        }
        return new ReleaseNumber(said.version()).isAfter(version) ? said : null;
    }

    private void tellPause(@Nullable PauseBody before, @Nullable PauseBody now) {
        if (now != null && !now.equals(before)) {
            lines.accept("paused" + (now.by() == null ? "" : " by " + now.by())
                    + (now.until() == null ? "" : " until " + now.until())
                    + (now.reason() == null ? "" : ": " + now.reason()) + "; watching goes on, nothing is sent");
        } else if (now == null && before != null) {
            lines.accept("sends again");
        }
    }

    private void keep(CentreState next) {
        if (next.equals(state)) {
            return;
        }
        state = next;
        try {
            if (file != null) {
                file.write(next);
            }
        } catch (IOException e) {
            lines.accept("what the server said could not be kept, it is said again with the next sign of life: " + e);
        }
    }

    /** Nothing is to be sent now. */
    public synchronized boolean paused() {
        return state.pausedAt(clock.instant()) != null;
    }

    /** The number of an order to look at everything anew that was not carried out yet; 0: none. */
    public synchronized long rescanWanted() {
        long done = state.rescanned() == null ? 0 : state.rescanned();
        return wantedRescan > done ? wantedRescan : 0;
    }

    /** Everything was looked at since: it is said with the next sign of life, and not done again. */
    public synchronized void rescanned(long order) {
        keep(state.rescanned(order));
        lines.accept("looked at everything anew, as the server asked (" + order + ")");
    }

    public synchronized @Nullable Long rescanned() {
        return state.rescanned();
    }

    /** True once after other settings came in force: their sources are to be fetched. */
    public synchronized boolean sourcesChanged() {
        Integer now = settingsVersion();
        if (now == null || now == sourcesOf) {
            return false;
        }
        sourcesOf = now;
        return true;
    }

    public synchronized @Nullable Integer settingsVersion() {
        SettingsBody settings = state.settings();
        return settings == null ? null : settings.version();
    }

    /** Files under way at a time. */
    public synchronized int senders(int otherwise) {
        SettingsBody settings = state.settings();
        Integer said = settings == null ? null : settings.senders();
        return said == null ? otherwise : Math.max(1, Math.min(MOST_SENDERS, said));
    }

    /** At which hours how much may be sent; empty: as much as goes. */
    public synchronized List<BandwidthBody> bandwidth() {
        SettingsBody settings = state.settings();
        List<BandwidthBody> said = settings == null ? null : settings.bandwidth();
        return said == null ? List.of() : List.copyOf(said);
    }

    /** A line for who looks for a reason; built only where such lines are wanted now. */
    public void debug(Supplier<String> line) {
        if (debugs()) {
            lines.accept(line.get());
        }
    }

    private synchronized boolean debugs() {
        LogLevelBody forNow = state.logLevel();
        if (forNow != null) {
            Instant until = forNow.until();
            if (until == null || state.atServer(clock.instant()).isBefore(until)) {
                return DEBUG.equals(forNow.level());
            }
        }
        SettingsBody settings = state.settings();
        return settings != null && Objects.equals(DEBUG, settings.logLevel());
    }
}
