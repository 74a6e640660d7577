package gedeon.storage.lifecycle.adoption;

import gedeon.kernel.Digest;
import gedeon.kernel.DigestAlgorithm;
import gedeon.storage.BlobId;
import gedeon.storage.StoredVersion;
import gedeon.storage.namespace.NewVersion;
import gedeon.storage.namespace.VersionRow;
import gedeon.storage.objects.BlobMetadata;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.adopted.AdoptedFile;
import gedeon.storage.tier.adopted.AdoptedFiles;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows of the files of one adopted folder. */
public final class JdbcAdoptedFiles implements AdoptedFiles {
    private static final String COLUMNS = "blob_id, path, size, modified, state, sha256, md5";

    private final Sql sql;
    private final UUID uuid;
    private @Nullable Short tier;

    /** @param uuid of the tier */
    public JdbcAdoptedFiles(Sql sql, UUID uuid) {
        this.sql = sql;
        this.uuid = uuid;
    }

    private synchronized short tier() {
        Short known = tier;
        if (known == null) {
            known = sql.one(row -> row.getShort(1), "select id from tier where uuid = ?", uuid)
                    .orElseThrow();
            tier = known;
        }
        return known;
    }

    static AdoptedFile read(ResultSet row) throws SQLException {
        UUID blob = row.getObject("blob_id", UUID.class);
        byte[] sha256 = row.getBytes("sha256");
        byte[] md5 = row.getBytes("md5");
        return new AdoptedFile(
                new BlobId(blob.getMostSignificantBits(), blob.getLeastSignificantBits()),
                row.getBytes("path"),
                row.getLong("size"),
                row.getLong("modified"),
                AdoptedFile.State.of(row.getString("state")),
                sha256 == null ? null : Digest.sha256(sha256),
                md5 == null ? null : Digest.of(DigestAlgorithm.MD5, md5));
    }

    @Override
    public Optional<AdoptedFile> find(BlobId blob) {
        return sql.one(
                JdbcAdoptedFiles::read,
                "select " + COLUMNS + " from adopted_file where tier_id = ? and blob_id = ?",
                tier(),
                NewVersion.uuid(blob));
    }

    @Override
    public byte[] blockCrcs(BlobId blob, int first, int count) {
        return sql.one(
                        row -> row.getBytes(1),
                        "select substring(crcs from ? for ?) from adopted_blocks where tier_id = ? and blob_id = ?",
                        first * Integer.BYTES + 1,
                        count * Integer.BYTES,
                        tier(),
                        NewVersion.uuid(blob))
                .orElse(new byte[0]);
    }

    @Override
    public Optional<Digest> said(BlobId blob) {
        return sql.one(
                row -> Digest.sha256(row.getBytes(1)),
                "select v.sha256 from adoption a join version v on v.bucket_id = a.bucket_id where a.tier_id = ? and v.blob_id = ? and v.sha256 is not null limit 1",
                tier(),
                NewVersion.uuid(blob));
    }

    /** What was found of one file. */
    record Found(BlobId blob, AdoptedFile.Hashed hashed) {}

    @Override
    public void hashed(BlobId blob, AdoptedFile.Hashed hashed) {
        hashed(List.of(new Found(blob, hashed)));
    }

    /** All in one transaction; versions that name them say their SHA-256 from then on. */
    void hashed(List<Found> found) {
        if (!found.isEmpty()) {
            sql.inTransaction(c -> {
                hashed(c, found);
                return true;
            });
        }
    }

    private void hashed(Connection c, List<Found> found) throws SQLException {
        Object blobs = c.createArrayOf(
                "uuid",
                found.stream().map(one -> NewVersion.uuid(one.blob())).sorted().toArray());
        List<Found> sorted = found.stream()
                .sorted(java.util.Comparator.comparing(one -> NewVersion.uuid(one.blob())))
                .toList();
        Object shas = c.createArrayOf(
                "bytea",
                sorted.stream().map(one -> one.hashed().sha256().bytes()).toArray(byte[][]::new));
        // Versions, files, blocks: the order in which whoever takes a file, or lets it go, holds them.
        Sql.update(
                c,
                "update version v set sha256 = t.sha256 from unnest(?::uuid[], ?::bytea[]) as t (id, sha256) where v.blob_id = t.id and v.sha256 is null "
                        + "and v.bucket_id = (select bucket_id from adoption where tier_id = ?)",
                blobs,
                shas,
                tier());
        Sql.update(
                c,
                "update adopted_file a set state = case state when 'l' then 'l' else 'h' end, sha256 = t.sha256, md5 = t.md5, modified = t.modified "
                        + "from unnest(?::uuid[], ?::bytea[], ?::bytea[], ?::bigint[]) as t (id, sha256, md5, modified) where a.tier_id = ? and a.blob_id = t.id",
                blobs,
                shas,
                c.createArrayOf(
                        "bytea",
                        sorted.stream().map(one -> one.hashed().md5().bytes()).toArray(byte[][]::new)),
                c.createArrayOf(
                        "bigint",
                        sorted.stream().map(one -> one.hashed().modified()).toArray()),
                tier());
        Sql.update(
                c,
                "insert into adopted_blocks (tier_id, blob_id, crcs) select ?, * from unnest(?::uuid[], ?::bytea[]) on conflict (tier_id, blob_id) do update set crcs = excluded.crcs",
                tier(),
                blobs,
                c.createArrayOf(
                        "bytea",
                        sorted.stream().map(one -> one.hashed().blockCrcs()).toArray(byte[][]::new)));
        Sql.update(
                c,
                "update damage set repaired = now(), reason = reason || '; it is what it was again' where tier_id = ? and blob_id = any (?) and repaired is null",
                tier(),
                blobs);
    }

    @Override
    public void lost(BlobId blob, AdoptedFile.State state) {
        sql.update(
                "update adopted_file set state = ? where tier_id = ? and blob_id = ? and state not in (?, 'l')",
                state.letter(),
                tier(),
                NewVersion.uuid(blob),
                state.letter());
    }

    @Override
    public void left(BlobId blob) {
        sql.inTransaction(c -> {
            UUID id = NewVersion.uuid(blob);
            Sql.update(c, "update adopted_file set state = 'l' where tier_id = ? and blob_id = ?", tier(), id);
            return Sql.update(c, "delete from adopted_blocks where tier_id = ? and blob_id = ?", tier(), id);
        });
    }

    @Override
    public byte[] metadata(BlobId blob) {
        StoredVersion version = sql.one(
                        VersionRow::read,
                        "select " + VersionRow.COLUMNS
                                + " from version v join bucket b on b.id = v.bucket_id where v.blob_id = ? order by v.seq limit 1",
                        NewVersion.uuid(blob))
                .orElse(null);
        return version == null ? new byte[] {'{', '}'} : BlobMetadata.of(Objects.requireNonNull(version));
    }
}
