package gedeon.sync.centre;

import com.fasterxml.jackson.annotation.JsonInclude;
import gedeon.client.wire.LogLevelBody;
import gedeon.client.wire.PauseBody;
import gedeon.client.wire.SettingsBody;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the centre said last.
 *
 * @param settings without the sources, which are fetched by themselves
 * @param rescanned number of the last order to look at everything anew that was carried out
 * @param newer a version that the server signed and that is newer than this one
 * @param aheadMillis by how much the server's clock is ahead of this computer's; what it says of times is of its clock
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CentreState(
        @Nullable SettingsBody settings,
        @Nullable PauseBody paused,
        @Nullable LogLevelBody logLevel,
        @Nullable Long rescanned,
        @Nullable Newer newer,
        long aheadMillis) {
    public static final CentreState NOTHING = new CentreState(null, null, null, null, null, 0);

    /** Less than that is the way of an answer, and no difference of clocks. */
    private static final long JITTER_MILLIS = 30_000;

    /** Where a newer version is, and the SHA-256 of what lies there. */
    public record Newer(String version, String url, String sha256) {}

    /** The pause, where it is on. */
    public @Nullable PauseBody pausedAt(Instant now) {
        PauseBody pause = paused;
        if (pause == null) {
            return null;
        }
        Instant until = pause.until();
        return until == null || atServer(now).isBefore(until) ? pause : null;
    }

    /** What the server's clock shows. @param now by this computer's */
    Instant atServer(Instant now) {
        return now.plusMillis(aheadMillis);
    }

    CentreState ahead(long millis) {
        return Math.abs(millis - aheadMillis) < JITTER_MILLIS
                ? this
                : new CentreState(settings, paused, logLevel, rescanned, newer, millis);
    }

    CentreState with(@Nullable PauseBody otherPause, @Nullable LogLevelBody otherLevel, @Nullable Newer otherNewer) {
        return new CentreState(settings, otherPause, otherLevel, rescanned, otherNewer, aheadMillis);
    }

    CentreState with(SettingsBody others) {
        return new CentreState(others, paused, logLevel, rescanned, newer, aheadMillis);
    }

    CentreState rescanned(long order) {
        return new CentreState(settings, paused, logLevel, order, newer, aheadMillis);
    }
}
