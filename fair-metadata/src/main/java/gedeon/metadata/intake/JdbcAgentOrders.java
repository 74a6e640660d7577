package gedeon.metadata.intake;

import gedeon.metadata.AgentOrders;
import gedeon.metadata.AgentSettings.LogLevel;
import gedeon.metadata.AgentSettings.Pause;
import gedeon.metadata.AgentSettingsVersions;
import gedeon.metadata.catalogue.Rows;
import gedeon.storage.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Orders in the agents' rows and in the versions of settings. */
public final class JdbcAgentOrders implements AgentOrders {
    private final Sql sql;
    private final AgentSettingsVersions settings;
    private final Clock clock;

    public JdbcAgentOrders(Sql sql, AgentSettingsVersions settings, Clock clock) {
        this.sql = sql;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public void pause(Whom whom, Pause pause) {
        switch (whom) {
            case Whom.One one ->
                sql.update(
                        "update catalogue.agent set paused = ?::jsonb where id = ?",
                        SettingsText.write(pause),
                        one.agent());
            case Whom.AllOf all -> settings.pause(all.instrument(), pause, pause.by());
        }
    }

    @Override
    public void resume(Whom whom, String by) {
        switch (whom) {
            case Whom.One one -> {
                Pause whole = settings.now(one.instrument()).settings().paused();
                if (whole != null && whole.on(clock.instant())) {
                    throw new IllegalArgumentException("its whole instrument is paused, by " + whole.by()
                            + "; gedeon agent resume --instrument NAME lets all its agents send again");
                }
                sql.update("update catalogue.agent set paused = null where id = ?", one.agent());
            }
            case Whom.AllOf all -> {
                settings.pause(all.instrument(), null, by);
                sql.update("update catalogue.agent set paused = null where instrument = ?", all.instrument());
            }
        }
    }

    @Override
    public int rescan(Whom whom) {
        return switch (whom) {
            case Whom.One one -> sql.update("update catalogue.agent set rescan = rescan + 1 where id = ?", one.agent());
            case Whom.AllOf all ->
                sql.update("update catalogue.agent set rescan = rescan + 1 where instrument = ?", all.instrument());
        };
    }

    @Override
    public void logLevel(Whom whom, LogLevel level, @Nullable Instant until) {
        String column = whom instanceof Whom.One ? "id" : "instrument";
        Object value = switch (whom) {
            case Whom.One one -> one.agent();
            case Whom.AllOf all -> all.instrument();
        };
        sql.update(
                "update catalogue.agent set log_level = ?, log_level_until = ? where " + column + " = ?",
                until == null ? null : level.name(),
                Rows.time(until),
                value);
    }

    @Override
    public Standing of(UUID agent) {
        return sql.one(
                        this::standing,
                        "select a.paused as alone, a.rescan, a.log_level, a.log_level_until, coalesce(s.version, 0) as version, s.settings -> 'paused' as whole, "
                                + "(select notice from catalogue.agent_release order by number desc limit 1) as notice from catalogue.agent a left join lateral "
                                + "(select version, settings from catalogue.agent_settings where instrument = a.instrument order by version desc limit 1) s on true where a.id = ?",
                        agent)
                .orElseThrow(() -> new IllegalArgumentException("no agent " + agent));
    }

    private Standing standing(ResultSet row) throws SQLException {
        Instant now = clock.instant();
        Pause whole = on(row.getString("whole"), now);
        Pause alone = on(row.getString("alone"), now);
        String level = row.getString("log_level");
        Instant until = Rows.instantOrNull(row, "log_level_until");
        boolean still = level != null && until != null && now.isBefore(until);
        return new Standing(
                row.getInt("version"),
                later(whole, alone),
                row.getLong("rescan"),
                still ? LogLevel.valueOf(level) : null,
                still ? until : null,
                row.getString("notice"));
    }

    private static @Nullable Pause on(@Nullable String text, Instant now) {
        Pause pause = text == null ? null : SettingsText.pause(text);
        return pause == null || !pause.on(now) ? null : pause;
    }

    /** The one that lasts longer. */
    private static @Nullable Pause later(@Nullable Pause one, @Nullable Pause other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        Instant end = one.until();
        Instant otherEnd = other.until();
        return end == null || otherEnd != null && !otherEnd.isAfter(end) ? one : other;
    }
}
