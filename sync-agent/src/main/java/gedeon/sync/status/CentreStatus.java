package gedeon.sync.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import gedeon.client.wire.PauseBody;
import gedeon.sync.centre.CentreState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the centre wants of an agent, as it said last.
 *
 * @param settings version of the settings in force
 * @param paused nothing is sent: by whom, until when and why; null: it sends
 * @param newer a version that the server signed and that is newer than this one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CentreStatus(
        @Nullable Integer settings, @Nullable PauseBody paused, CentreState.@Nullable Newer newer) {
    public static CentreStatus of(CentreState state, Instant now) {
        return new CentreStatus(
                state.settings() == null ? null : state.settings().version(), state.pausedAt(now), state.newer());
    }

    /** For people, a line each, in French or English. */
    List<String> lines(Locale locale) {
        boolean french = "fr".equals(locale.getLanguage());
        List<String> lines = new ArrayList<>();
        PauseBody pause = paused;
        if (pause != null) {
            String by = pause.by() == null ? "" : (french ? " par " : " by ") + pause.by();
            String until = pause.until() == null
                    ? french ? ", jusqu'à nouvel ordre" : ", until somebody resumes"
                    : (french ? " jusqu'à " : " until ") + pause.until();
            String reason = pause.reason() == null ? "" : (french ? " : " : ": ") + pause.reason();
            lines.add(
                    french
                            ? "en pause" + by + until + reason + " ; la surveillance continue, rien n'est envoyé"
                            : "paused" + by + until + reason + "; watching goes on, nothing is sent");
        }
        if (newer != null) {
            lines.add(
                    french
                            ? "un agent plus récent est là : " + newer.version() + ", " + newer.url() + " (SHA-256 "
                                    + newer.sha256() + ")"
                            : "a newer agent is there: " + newer.version() + ", " + newer.url() + " (SHA-256 "
                                    + newer.sha256() + ")");
        }
        return lines;
    }
}
