package gedeon.storage.events;

import gedeon.storage.Letters;
import gedeon.storage.sql.Sql;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Letters as rows of the outbox. */
public final class JdbcLetters implements Letters {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Sql sql;
    private final JdbcOutbox outbox;

    public JdbcLetters(Sql sql, JdbcOutbox outbox) {
        this.sql = sql;
        this.outbox = outbox;
    }

    @Override
    public boolean write(String event, List<Letter> letters) {
        return sql.inTransaction(c -> {
            Sql.update(c, "delete from letters_written where written < now() - interval '30 days'");
            if (Sql.update(c, "insert into letters_written (event) values (?) on conflict do nothing", event) == 0) {
                return false;
            }
            for (Letter letter : letters) {
                Sql.update(
                        c,
                        "insert into outbox (consumer, event, body, change) values (?, 'Letter', ?::jsonb, nextval('seq'))",
                        CONSUMER,
                        JSON.writeValueAsString(letter));
            }
            return true;
        });
    }

    @Override
    public List<Due> due(int limit) {
        return outbox.claimRows(CONSUMER, limit).stream()
                .map(row -> new Due(row.id(), letter(row.body())))
                .toList();
    }

    private static Letter letter(String body) {
        JsonNode node = JSON.readTree(body);
        return new Letter(
                node.path("to").asString(),
                node.path("subject").asString(),
                node.path("text").asString());
    }

    @Override
    public void sent(List<Due> letters) {
        letters.forEach(one -> outbox.doneRow(one.id()));
    }

    @Override
    public void later(List<Due> letters, Duration pause) {
        for (Due one : letters) {
            sql.update(
                    "update outbox set claimed_until = null, attempts = greatest(0, attempts - 1), ready_at = now() + ? * interval '1 millisecond' where id = ?",
                    pause.toMillis(),
                    one.id());
        }
    }

    @Override
    public void failed(List<Due> letters, String reason) {
        letters.forEach(one -> outbox.failedRow(one.id(), reason));
    }
}
