package gedeon.metadata.exchange.rocrate;

import gedeon.metadata.Crates;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.LocalDate;
import javax.sql.DataSource;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.databind.json.JsonMapper;

/** Crates from the catalogue's tables, each from one snapshot of them. */
public final class NotebookCrates implements Crates {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            // a document that was cut must not look whole
            .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
            .build();

    private final DataSource source;
    private final Clock clock;
    private final long mostFiles;

    public NotebookCrates(DataSource source, Clock clock) {
        this(source, clock, Crate.MOST_FILES);
    }

    /** @param mostFiles of a dataset that are listed one by one */
    NotebookCrates(DataSource source, Clock clock, long mostFiles) {
        this.source = source;
        this.clock = clock;
        this.mostFiles = mostFiles;
    }

    @Override
    public void write(int notebook, String notebookName, OutputStream out) throws IOException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setReadOnly(true);
            try (Statement patient = connection.createStatement()) {
                // Who takes the crate may be slow, and the transaction says nothing to the database meanwhile.
                patient.execute("set local idle_in_transaction_session_timeout = '15min'");
            }
            try (JsonGenerator json = MAPPER.createGenerator(out)) {
                new Crate(new Rows(connection, notebook), new Entities(json), mostFiles)
                        .write(notebookName, LocalDate.now(clock));
            } finally {
                connection.rollback();
            }
        } catch (JacksonIOException e) {
            throw e.getCause();
        } catch (SQLException e) {
            throw new IllegalStateException("the crate of " + notebookName + " cannot be read: " + e.getMessage(), e);
        }
    }
}
