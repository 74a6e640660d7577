package gedeon.storage.journal.rebuild;

import gedeon.storage.BlobId;
import gedeon.storage.namespace.NewVersion;
import gedeon.storage.tier.Holdings;
import gedeon.storage.tier.Location;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A blob as {@code rebuild_held} keeps it. */
record Held(short tier, Holdings.Held blob) {
    static @Nullable String[] columns(short tier, Holdings.Held held) {
        Location at = held.at();
        BlobId pack = at.pack();
        return new @Nullable String[] {
            NewVersion.uuid(at.blob()).toString(),
            Short.toString(tier),
            pack == null ? null : NewVersion.uuid(pack).toString(),
            Long.toString(at.offset()),
            Long.toString(at.length()),
            Boolean.toString(held.encrypted()),
            new String(held.metadata(), StandardCharsets.UTF_8)
        };
    }

    static Held read(ResultSet row) throws SQLException {
        UUID pack = row.getObject("pack", UUID.class);
        return new Held(
                row.getShort("tier"),
                new Holdings.Held(
                        new Location(
                                id(row.getObject("blob", UUID.class)),
                                pack == null ? null : id(pack),
                                row.getLong("pos"),
                                row.getLong("length")),
                        row.getBoolean("encrypted"),
                        row.getString("metadata").getBytes(StandardCharsets.UTF_8)));
    }

    private static BlobId id(UUID uuid) {
        return new BlobId(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
    }
}
