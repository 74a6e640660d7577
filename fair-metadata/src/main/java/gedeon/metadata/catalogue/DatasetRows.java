package gedeon.metadata.catalogue;

import gedeon.metadata.extraction.Extraction.Extracted;
import gedeon.metadata.extraction.Extraction.ExtractedField;
import gedeon.storage.sql.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes datasets, within the caller's transaction. Whoever changes one also makes it due for the index. */
public final class DatasetRows {
    private DatasetRows() {}

    /** A file of a content. */
    public record FileRow(
            String path,
            byte[] key,
            @Nullable String version,
            long size,
            byte @Nullable [] sha256,
            java.time.@Nullable Instant modified) {}

    /** Counts the revision up and makes it due for the index. */
    public static void touch(Connection c, UUID dataset) throws SQLException {
        Sql.update(c, "update catalogue.dataset set revision = revision + 1 where id = ?", dataset);
        due(c, dataset);
    }

    public static void due(Connection c, UUID dataset) throws SQLException {
        Sql.update(
                c,
                "insert into catalogue.index_due (dataset) values (?) on conflict (dataset) do update set since = clock_timestamp()",
                dataset);
    }

    public static void files(Connection c, UUID dataset, int number, Iterable<FileRow> files) throws SQLException {
        try (PreparedStatement insert = c.prepareStatement(
                "insert into catalogue.file (dataset, number, path, key, version, size, sha256, modified) values (?, ?, ?, ?, ?, ?, ?, ?)")) {
            int waiting = 0;
            for (FileRow file : files) {
                insert.setObject(1, dataset);
                insert.setInt(2, number);
                insert.setString(3, file.path());
                insert.setBytes(4, file.key());
                insert.setString(5, file.version());
                insert.setLong(6, file.size());
                insert.setBytes(7, file.sha256());
                insert.setObject(8, Rows.time(file.modified()));
                insert.addBatch();
                if (++waiting % 500 == 0) {
                    insert.executeBatch();
                }
            }
            insert.executeBatch();
        }
    }

    /** What a reader found in the content {@code number}; nothing is written where another content came meanwhile. */
    public static boolean read(Connection c, UUID dataset, int number, Extracted extracted) throws SQLException {
        int current = Sql.update(
                c,
                "update catalogue.dataset set extraction = ?, extraction_reader = ?, extraction_version = ?, extraction_reason = ?, "
                        + "extraction_until = null, type = coalesce(?, type), revision = revision + 1 where id = ? and content = ?",
                extracted.state().name().toLowerCase(Locale.ROOT),
                extracted.reader(),
                extracted.version(),
                extracted.reason(),
                extracted.type(),
                dataset,
                number);
        if (current == 0) {
            return false;
        }
        Sql.update(c, "delete from catalogue.field where dataset = ?", dataset);
        fields(c, dataset, extracted.fields());
        due(c, dataset);
        return true;
    }

    private static void fields(Connection c, UUID dataset, Iterable<ExtractedField> fields) throws SQLException {
        try (PreparedStatement insert = c.prepareStatement(
                "insert into catalogue.field (dataset, pos, name, raw, value, unit, si_value, source, confidence) values (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            int pos = 0;
            for (ExtractedField field : fields) {
                insert.setObject(1, dataset);
                insert.setInt(2, pos++);
                insert.setString(3, plain(field.name()));
                insert.setString(4, plain(field.raw()));
                insert.setString(5, plain(field.value()));
                insert.setString(6, field.unit());
                insert.setObject(7, field.siValue());
                insert.setString(8, plain(field.source()));
                insert.setDouble(9, field.confidence());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** PostgreSQL holds no NUL in texts, and files of strangers do. */
    private static String plain(String text) {
        return text.replace('\0', ' ');
    }
}
