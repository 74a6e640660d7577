package gedeon.storage.journal.rebuild;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Rows on their way into a table by COPY, in PostgreSQL's text format. For several threads. */
final class CopyRows implements AutoCloseable {
    private final CopyIn copy;
    private boolean ended;

    CopyRows(Connection c, String table, String columns) throws SQLException {
        this.copy = c.unwrap(PGConnection.class).getCopyAPI().copyIn("copy " + table + " (" + columns + ") from stdin");
    }

    /** @param values as PostgreSQL reads them; null for null */
    void row(@Nullable String... values) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < values.length; i++) {
            line.append(i == 0 ? "" : "\t");
            String value = values[i];
            if (value == null) {
                line.append("\\N");
            } else {
                escape(line, value);
            }
        }
        byte[] bytes = line.append('\n').toString().getBytes(StandardCharsets.UTF_8);
        try {
            synchronized (this) {
                copy.writeToCopy(bytes, 0, bytes.length);
            }
        } catch (SQLException e) {
            throw new IOException("a row did not go to the database: " + e.getMessage(), e);
        }
    }

    private static void escape(StringBuilder line, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> line.append("\\\\");
                case '\t' -> line.append("\\t");
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                default -> line.append(c);
            }
        }
    }

    /** What was copied is there on return. */
    synchronized long end() throws SQLException {
        ended = true;
        return copy.endCopy();
    }

    /** Gives up what was not ended. */
    @Override
    public synchronized void close() throws SQLException {
        if (!ended && copy.isActive()) {
            copy.cancelCopy();
        }
    }
}
