package gedeon.storage.journal.rebuild;

import gedeon.storage.StoredVersion;
import gedeon.storage.journal.Told;
import gedeon.storage.namespace.HeaderRows;
import gedeon.storage.sql.Sql;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The statements that make tables of what journals and headers say. All but the first work in one transaction. */
final class RebuildTables {
    static final List<String> SCRATCH =
            List.of("rebuild_line", "rebuild_row", "rebuild_latest", "rebuild_held", "rebuild_named");

    private RebuildTables() {}

    /** Tables to load into; what an earlier rebuild left of them goes away. */
    static void prepare(Connection c) throws SQLException {
        clear(c);
        // What all rows of a line share is taken out of it once: a line may have thousands.
        Sql.update(
                c,
                "create unlogged table rebuild_line (line jsonb not null, told text collate \"C\" not null generated always as (line ->> 'told') stored, "
                        + "gone boolean not null generated always as ((line ->> 'gone')::boolean) stored, "
                        + "change bigint not null generated always as ((line ->> 'change')::bigint) stored)");
        // Written once and read twice: to compress it would cost more than it saves.
        Sql.update(c, "alter table rebuild_line alter column line set storage external");
        Sql.update(
                c,
                "create unlogged table rebuild_held (blob uuid not null, tier smallint not null, pack uuid, pos bigint not null, length bigint not null, "
                        + "encrypted boolean not null, metadata jsonb not null)");
    }

    static void clear(Connection c) throws SQLException {
        for (String table : SCRATCH) {
            Sql.update(c, "drop table if exists " + table);
        }
    }

    /** What is written here was told before: it is not noted again, nor kept until the end of a statement for that. However the transaction ends, they are back. */
    static void triggers(Connection c, String enabled) throws SQLException {
        for (Told told : Told.values()) {
            Sql.update(c, "alter table " + told.table() + " " + enabled + " trigger user");
        }
    }

    /** The last state of each row that any line tells of. */
    static void latest(Connection c) throws SQLException {
        StringBuilder key = new StringBuilder("case told");
        for (Told told : Told.values()) {
            key.append(" when '").append(told.table()).append("' then concat_ws(' '");
            told.key().forEach(column -> key.append(", e ->> '").append(column).append("'"));
            key.append(")");
        }
        key.append(" end");
        Sql.update(c, "set local work_mem = '256MB'");
        Sql.update(
                c,
                "create unlogged table rebuild_row as select told, gone, change, (" + key
                        + ") collate \"C\" as k, e as r from rebuild_line, jsonb_array_elements(line -> 'rows') e");
        Sql.update(
                c,
                "create unlogged table rebuild_latest as select distinct on (told, k) told, gone, r from rebuild_row order by told, k, change desc");
        // Of a null version and the one that it replaced, both told of where the last line is lacking: the newer.
        Sql.update(
                c,
                "delete from rebuild_latest o using (select r ->> 'bucket_id' as bucket, r ->> 'key' as key, max((r ->> 'seq')::bigint) as seq from rebuild_latest "
                        + "where told = 'version' and not gone and (r ->> 'is_null')::boolean group by 1, 2 having count(*) > 1) n where o.told = 'version' and not o.gone "
                        + "and (o.r ->> 'is_null')::boolean and o.r ->> 'bucket_id' = n.bucket and o.r ->> 'key' = n.key and (o.r ->> 'seq')::bigint < n.seq");
        // Journals do not tell when a row of an adopted file became past: the newest of a path is found afterwards.
        Sql.update(c, "update rebuild_latest set r = r || '{\"past\": true}' where told = 'adopted_file'");
        Sql.update(c, "update adopted_file set past = true where not past");
        Sql.update(c, "create index on rebuild_latest (told)");
        Sql.update(c, "analyze rebuild_latest");
    }

    /** Rows of a table of which there is no line stay; those of a backup that the journal knows better become what it says. */
    static void write(Connection c, Told told) throws SQLException {
        Columns columns = Columns.of(c, told.table());
        String key = String.join(", ", told.key());
        Sql.update(
                c,
                "delete from " + told.table()
                        + " t using (select p.* from rebuild_latest l, jsonb_populate_record(null::" + told.table()
                        + ", l.r) p where l.told = ? and l.gone) g where (" + prefixed("t", told.key()) + ") = ("
                        + prefixed("g", told.key()) + ")",
                told.table());
        Sql.update(
                c,
                "insert into " + told.table() + " (" + columns.names() + ") overriding system value select "
                        + columns.values()
                        + " from rebuild_latest l, jsonb_populate_record(null::" + told.table()
                        + ", l.r) p where l.told = ? and not l.gone on conflict (" + key
                        + ") do update set " + columns.taken(told.key()),
                told.table());
    }

    /** Where the line of its removal is lost, the tombstone of a version says enough. */
    static void disposed(Connection c) throws SQLException {
        Sql.update(
                c,
                "delete from version v using tombstone t where v.bucket_id = t.bucket_id and v.key = t.key and v.seq = t.seq");
    }

    private static String prefixed(String table, List<String> columns) {
        return String.join(", ", columns.stream().map(one -> table + "." + one).toList());
    }

    /** Columns as they are now; what a line of long ago does not say becomes the default. */
    private record Columns(List<String> all, List<String> read) {
        private record Column(String name, boolean needed, String standard) {}

        static Columns of(Connection c, String table) throws SQLException {
            List<String> all = new ArrayList<>();
            List<String> read = new ArrayList<>();
            for (Column one : Sql.list(
                    c,
                    row -> new Column(
                            row.getString(1), row.getBoolean(2), row.getString(3) == null ? "" : row.getString(3)),
                    "select column_name, is_nullable = 'NO', column_default from information_schema.columns where table_schema = 'storage' and table_name = ? "
                            + "and is_generated = 'NEVER' order by ordinal_position",
                    table)) {
                all.add(one.name());
                read.add(
                        one.needed() && !one.standard().isEmpty()
                                ? "coalesce(p." + one.name() + ", " + one.standard() + ")"
                                : "p." + one.name());
            }
            return new Columns(all, read);
        }

        String names() {
            return String.join(", ", all);
        }

        String values() {
            return String.join(", ", read);
        }

        String taken(List<String> key) {
            return String.join(
                    ", ",
                    all.stream()
                            .filter(one -> !key.contains(one))
                            .map(one -> one + " = excluded." + one)
                            .toList());
        }
    }

    /** Blobs that a version or a part names, or named once: with what their headers say of them, and where they lie. */
    static void blobs(Connection c) throws SQLException {
        Sql.update(
                c,
                "create unlogged table rebuild_named as select distinct (r ->> 'blob_id')::uuid as blob from rebuild_row where told in ('version', 'part', 'tombstone') and r ->> 'blob_id' is not null");
        Sql.update(c, "create unique index on rebuild_named (blob)");
        Sql.update(c, "analyze rebuild_held");
        Sql.update(
                c,
                "insert into blob (" + HeaderRows.COLUMNS + ") select distinct on (h.blob) " + HeaderRows.VALUES
                        + " from rebuild_held h join rebuild_named n on n.blob = h.blob order by h.blob");
        Sql.update(
                c,
                "insert into location (blob_id, tier_id, pack_id, pos, length) select distinct on (h.blob, h.tier) h.blob, h.tier, h.pack, h.pos, h.length "
                        + "from rebuild_held h join rebuild_named n on n.blob = h.blob order by h.blob, h.tier, h.pack desc nulls first");
        adopted(c);
        Sql.update(
                c,
                "insert into blob (id, notebook, size) select a.blob_id, d.notebook, a.size from adopted_file a join adoption d on d.tier_id = a.tier_id "
                        + "join rebuild_named n on n.blob = a.blob_id on conflict do nothing");
        Sql.update(
                c,
                "insert into location (blob_id, tier_id, pos, length) select a.blob_id, a.tier_id, 0, a.size from adopted_file a "
                        + "join rebuild_named n on n.blob = a.blob_id where a.state <> 'l' on conflict do nothing");
        Sql.update(
                c,
                "insert into garbage (blob_id) select b.id from blob b where not exists (select 1 from version v where v.blob_id = b.id) "
                        + "and not exists (select 1 from part p where p.blob_id = b.id and (exists (select 1 from version v where v.content_id = p.content_id) "
                        + "or exists (select 1 from upload u where u.id = p.content_id and u.completed_seq is null)))");
    }

    /** Tiers that were not looked through: an audit gives what lies there its rows, once they answer. Adopted folders have theirs from the journal. */
    static void unseen(Connection c, Set<UUID> seen) throws SQLException {
        Sql.update(
                c,
                "update tier set unseen = kind <> 'folder' and not (uuid = any (?))",
                c.createArrayOf("uuid", seen.toArray()));
        // Rounds that a backup knows, half way, and what they noted: they went by other rows.
        Sql.update(
                c,
                "update storage_job set after = null where kind in ('AUDIT', 'COMPACTION') and state in ('running', 'paused')");
        Sql.update(c, "delete from holed_pack");
        Sql.update(c, "delete from retired_pack");
    }

    /** Files of adopted folders have no header: the journal alone says what they are. They are hashed anew, and must have the SHA-256 that their versions say. */
    private static void adopted(Connection c) throws SQLException {
        Sql.update(
                c,
                "update adopted_file a set past = false from (select distinct on (tier_id, path) tier_id, blob_id from adopted_file order by tier_id, path, blob_id desc) n "
                        + "where a.tier_id = n.tier_id and a.blob_id = n.blob_id");
        Sql.update(
                c,
                "update adopted_file a set sha256 = null, md5 = null, state = case state when 'h' then 's' else state end where sha256 is not null "
                        + "and not exists (select 1 from adopted_blocks b where b.tier_id = a.tier_id and b.blob_id = a.blob_id)");
        // What no version names was let go before.
        Sql.update(
                c,
                "update adopted_file a set state = 'l' where state <> 'l' and not exists (select 1 from version v where v.blob_id = a.blob_id)");
        // A tier that was removed took its rows along; journals do not tell of each.
        Sql.update(c, "delete from adopted_file where tier_id not in (select id from tier)");
        Sql.update(c, "delete from adoption where tier_id not in (select id from tier)");
        // Nobody counted while the rows were written.
        Sql.update(c, "delete from adoption_count");
        Sql.update(
                c,
                "insert into adoption_count (tier_id, state, slot, files) select tier_id, state, 0, count(*) from adopted_file where not past group by 1, 2");
        // A walk that was under way begins again, and goes by what is known; where it was over, nothing new is taken.
        Sql.update(
                c,
                "update adoption d set ended = null, mode = case when walked then 'c' else mode end, cursor = case when walked then cursor end, "
                        + "done_files = case when walked then done_files else (select count(*) from adopted_file a where a.tier_id = d.tier_id) end, "
                        + "done_bytes = case when walked then done_bytes else (select coalesce(sum(size), 0)::bigint from adopted_file a where a.tier_id = d.tier_id) end");
    }

    /**
     * What lies in archives alone has to be restored before it is read, and versions say so; what gathers there waits to be sealed again.
     *
     * @param archives ids of the tiers from which nobody reads at once
     */
    static void archives(Connection c, Set<Short> archives) throws SQLException {
        Array ids = c.createArrayOf("smallint", archives.toArray());
        Sql.update(
                c,
                "update blob b set archived = true where exists (select 1 from location l where l.blob_id = b.id) "
                        + "and not exists (select 1 from location l where l.blob_id = b.id and l.tier_id <> all (?))",
                ids);
        Sql.update(
                c,
                "update version v set storage_class = s.class from (select w.bucket_id, w.key, w.seq, case when exists (select 1 from blob b where b.id = w.blob_id and b.archived) "
                        + "or exists (select 1 from part p join blob b on b.id = p.blob_id where p.content_id = w.content_id and b.archived) then ? else ? end as class "
                        + "from version w where w.kind = 'o') s where v.bucket_id = s.bucket_id and v.key = s.key and v.seq = s.seq and v.storage_class <> s.class",
                StoredVersion.ARCHIVED,
                StoredVersion.STANDARD);
        Sql.update(
                c,
                "insert into gathered (tier_id, blob_id, bytes) select tier_id, blob_id, length from location where pack_id is null and tier_id = any (?) on conflict do nothing",
                ids);
    }

    static void heads(Connection c) throws SQLException {
        Sql.update(
                c,
                "insert into current (bucket_id, key, seq, size, etag, modified, storage_class) select bucket_id, key, seq, size, etag, created, storage_class "
                        + "from (select distinct on (bucket_id, key) * from version order by bucket_id, key, seq desc) v where v.kind = 'o'");
    }

    /** Used is counted anew; nothing is promised to anybody. */
    static void ledger(Connection c) throws SQLException {
        Sql.update(
                c,
                "update quota set used = 0, leased = 0, taken = 0, used_objects = 0, leased_objects = 0, taken_objects = 0");
        Sql.update(c, """
                update quota q set used = s.bytes, used_objects = s.objects from (
                    select notebook, sum(bytes)::bigint as bytes, sum(objects)::bigint as objects from (
                        select b.notebook, sum(v.size) as bytes, count(*) filter (where v.kind = 'o') as objects from version v join bucket b on b.id = v.bucket_id group by 1
                        union all
                        select b.notebook, sum(p.size), 0 from upload u join bucket b on b.id = u.bucket_id join part p on p.content_id = u.id
                            where u.completed_seq is null group by 1) h group by 1) s
                where q.kind = 'n' and q.id = s.notebook""");
        Sql.update(c, """
                update quota u set taken = s.bytes, taken_objects = s.objects from (
                    with recursive below (unit, id) as (
                        select id, id from quota where kind = 'u'
                        union all
                        select b.unit, q.id from below b join quota q on q.kind = 'u' and q.parent = b.id)
                    select b.unit, sum(q.used)::bigint as bytes, sum(q.used_objects)::bigint as objects
                        from below b join quota q on q.kind = 'n' and q.parent = b.id group by 1) s
                where u.kind = 'u' and u.id = s.unit""");
        // A notebook's "taken" follows from its own two columns, where the ledger keeps it.
    }

    /** Above all that was drawn, also above what no journal tells of any more. */
    static void sequences(Connection c) throws SQLException {
        Sql.list(
                c,
                row -> row.getLong(1),
                "select setval('seq', greatest((select last_value from seq), coalesce((select max(change) from rebuild_row), 0), "
                        + "coalesce((select max(greatest(seq, change)) from version), 0)) + 1000000)");
        for (Told told : Told.values()) {
            if (told.identity()) {
                Sql.list(
                        c,
                        row -> row.getLong(1),
                        "select setval(pg_get_serial_sequence('storage." + told.table()
                                + "', 'id'), coalesce((select max(id) from " + told.table() + "), 0) + 1, false)");
            }
        }
        // Tombstones name disposals, and buckets that may be gone: neither number is given out again.
        Sql.list(
                c,
                row -> row.getLong(1),
                "select setval(pg_get_serial_sequence('storage.disposal', 'id'), greatest((select max(id) from disposal), (select max(disposal) from tombstone), 0) + 1, false)");
        Sql.list(
                c,
                row -> row.getLong(1),
                "select setval(pg_get_serial_sequence('storage.bucket', 'id'), greatest((select max(id) from bucket), (select max(bucket_id) from tombstone), 0) + 1, false)");
    }
}
