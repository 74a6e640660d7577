package gedeon.storage.journal;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Rows of one table as they became by one statement, or as they were where it removed them.
 *
 * @param told name of the table
 * @param change of two entries that speak of a row, the one with the higher is later
 * @param rows JSON array of objects, without line feeds
 */
record JournalEntry(String told, boolean gone, long change, String rows) {
    /** Of no table: {@link JournalLines#WHOLE}. */
    static JournalEntry whole(long millis) {
        return new JournalEntry(JournalLines.WHOLE, false, 0, "[{\"millis\":" + millis + "}]");
    }

    static JournalEntry read(ResultSet row) throws SQLException {
        // Between its elements PostgreSQL breaks lines; inside of them a line feed is escaped.
        return new JournalEntry(
                row.getString("told"),
                row.getBoolean("gone"),
                row.getLong("change"),
                row.getString("rows").replace('\n', ' '));
    }

    byte[] json() {
        return ("{\"told\":\"" + told + "\",\"gone\":" + gone + ",\"change\":" + change + ",\"rows\":" + rows + "}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
