package gedeon.metadata.intake;

import gedeon.kernel.ReleaseNumber;
import gedeon.metadata.AgentReleases;
import gedeon.metadata.catalogue.Rows;
import gedeon.metadata.proof.ReleaseNotices;
import gedeon.storage.sql.Sql;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** Versions of the agent as rows. */
public final class JdbcAgentReleases implements AgentReleases {
    private final Sql sql;
    private final ReleaseNotices notices;
    private final Clock clock;

    public JdbcAgentReleases(Sql sql, ReleaseNotices notices, Clock clock) {
        this.sql = sql;
        this.notices = notices;
        this.clock = clock;
    }

    @Override
    public Optional<Release> newest() {
        return sql.one(
                row -> new Release(
                        new Draft(
                                new ReleaseNumber(row.getString("version")),
                                row.getString("url"),
                                row.getString("sha256")),
                        row.getString("notice"),
                        Rows.instant(row, "made"),
                        row.getString("made_by")),
                "select * from catalogue.agent_release order by number desc limit 1");
    }

    @Override
    public Release keep(Draft draft, String by) {
        Instant now = clock.instant();
        String notice = notices.sign(draft, now);
        sql.update(
                "insert into catalogue.agent_release (version, url, sha256, notice, made_by, made) values (?, ?, ?, ?, ?, ?)",
                draft.version().text(),
                draft.url(),
                draft.sha256(),
                notice,
                by,
                Rows.time(now));
        return new Release(draft, notice, now, by);
    }

    @Override
    public String signedBy() {
        return notices.publicKey();
    }
}
