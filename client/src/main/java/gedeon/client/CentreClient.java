package gedeon.client;

import static gedeon.client.Http.parameters;
import static gedeon.client.Http.path;
import static gedeon.client.Http.query;

import gedeon.client.wire.BackTo;
import gedeon.client.wire.CalendarBody;
import gedeon.client.wire.LogLevelBody;
import gedeon.client.wire.NewCalendar;
import gedeon.client.wire.NewRelease;
import gedeon.client.wire.Page;
import gedeon.client.wire.PauseBody;
import gedeon.client.wire.ReleaseBody;
import gedeon.client.wire.RescanBody;
import gedeon.client.wire.SettingsBody;
import gedeon.client.wire.SettingsPutBody;

/** What is central of agents: settings as versions, orders, booking calendars, the newest version of the agent. As {@link GedeonClient}, of which it is a part. */
public final class CentreClient {
    private final Http http;

    CentreClient(Http http) {
        this.http = http;
    }

    /** Whom an order is for: one agent, or all agents of an instrument. */
    public record Whom(String kind, String name) {
        public static Whom agent(String id) {
            return new Whom("agents", id);
        }

        public static Whom instrument(String name) {
            return new Whom("instruments", name);
        }
    }

    public SettingsBody settings(String instrument) {
        return http.send("GET", path("instruments", instrument, "settings"), null, SettingsBody.class);
    }

    /** The newest first. */
    public Page<SettingsBody> settingsVersions(String instrument) {
        return http.send(
                "GET", path("instruments", instrument, "settings", "versions"), null, Page.class, SettingsBody.class);
    }

    /** Makes the next version. @param onto the version that the change rests on; another meanwhile: 412 */
    public SettingsPutBody putSettings(String instrument, SettingsBody settings, int onto, boolean dryRun) {
        return http.sendIf(
                "PUT",
                query(path("instruments", instrument, "settings"), parameters("dryRun", dryRun ? true : null)),
                settings,
                "\"" + onto + "\"",
                SettingsPutBody.class);
    }

    /** An old version becomes the next one. */
    public SettingsPutBody settingsBack(String instrument, int to, boolean dryRun) {
        return http.send(
                "POST",
                query(path("instruments", instrument, "settings", "back"), parameters("dryRun", dryRun ? true : null)),
                new BackTo(to),
                SettingsPutBody.class);
    }

    /** What the agent whose token asks goes by. */
    public SettingsBody mySettings() {
        return http.send("GET", path("agents", "me", "settings"), null, SettingsBody.class);
    }

    public PauseBody pause(Whom whom, PauseBody pause) {
        return http.send("POST", path(whom.kind(), whom.name(), "pause"), pause, PauseBody.class);
    }

    public void resume(Whom whom) {
        http.sendOnly("POST", path(whom.kind(), whom.name(), "resume"), null);
    }

    public RescanBody rescan(Whom whom) {
        return http.send("POST", path(whom.kind(), whom.name(), "rescan"), null, RescanBody.class);
    }

    public LogLevelBody logLevel(Whom whom, LogLevelBody level) {
        return http.send("POST", path(whom.kind(), whom.name(), "log-level"), level, LogLevelBody.class);
    }

    public CalendarBody calendar(String instrument) {
        return http.send("GET", path("instruments", instrument, "calendar"), null, CalendarBody.class);
    }

    public CalendarBody setCalendar(String instrument, NewCalendar calendar) {
        return http.send("PUT", path("instruments", instrument, "calendar"), calendar, CalendarBody.class);
    }

    public void removeCalendar(String instrument) {
        http.sendOnly("DELETE", path("instruments", instrument, "calendar"), null);
    }

    public ReleaseBody release() {
        return http.send("GET", path("agents", "release"), null, ReleaseBody.class);
    }

    public ReleaseBody putRelease(NewRelease release) {
        return http.send("POST", path("agents", "release"), release, ReleaseBody.class);
    }
}
