package gedeon.metadata.search;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import gedeon.storage.GatewaySettings;
import gedeon.storage.TestGateway;
import gedeon.storage.sql.Sql;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.flywaydb.core.Flyway;

/** The catalogue's tables on a real PostgreSQL, filled as the catalogue fills them: each change leaves its row in the queue within the same transaction. */
public final class Tables implements AutoCloseable {
    public final HikariDataSource source;
    public final Sql sql;

    private Tables(HikariDataSource source) {
        this.source = source;
        this.sql = new Sql(source);
    }

    public static Tables open() {
        GatewaySettings settings = TestGateway.settings();
        Flyway.configure()
                .dataSource(settings.jdbcUrl(), settings.user(), settings.password())
                .schemas("catalogue")
                .locations("classpath:db/catalogue")
                .load()
                .migrate();
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(settings.jdbcUrl());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setMaximumPoolSize(4);
        return new Tables(new HikariDataSource(config));
    }

    public Draft dataset(String name) {
        return new Draft(name);
    }

    public int instrument(int notebook, String name) {
        return sql.one(
                        row -> row.getInt(1),
                        "insert into catalogue.instrument (notebook, name) values (?, ?) returning id",
                        notebook,
                        name)
                .orElseThrow();
    }

    public long thing(String kind, Integer notebook, String name, String version, String url, String identifier) {
        return sql.one(
                        row -> row.getLong(1),
                        "insert into catalogue.thing (kind, notebook, name, version, url, identifier) values (?, ?, ?, ?, ?, ?) returning id",
                        kind,
                        notebook,
                        name,
                        version,
                        url,
                        identifier)
                .orElseThrow();
    }

    public void delete(UUID dataset) {
        sql.inTransaction(c -> {
            Sql.update(c, "update catalogue.dataset set state = 'deleted' where id = ?", dataset);
            return due(c, dataset);
        });
    }

    public void rename(UUID dataset, String name) {
        sql.inTransaction(c -> {
            Sql.update(c, "update catalogue.dataset set name = ? where id = ?", name, dataset);
            return due(c, dataset);
        });
    }

    private static int due(java.sql.Connection c, UUID dataset) throws java.sql.SQLException {
        return Sql.update(
                c,
                "insert into catalogue.index_due (dataset) values (?) on conflict (dataset) do update set since = now()",
                dataset);
    }

    @Override
    public void close() {
        source.close();
    }

    public record Field(String name, String value, String unit, Double si) {}

    public record Link(String relation, String kind, String target, String name) {}

    public record File(String path, String key, long size, byte[] sha256) {}

    public final class Draft {
        private final String name;
        private final UUID id = UUID.randomUUID();
        private final List<Field> fields = new ArrayList<>();
        private final List<Link> links = new ArrayList<>();
        private final List<File> files = new ArrayList<>();
        private int notebook = 1;
        private String kind = "raw";
        private String type;
        private long bytes = 1000;
        private Instant created = Instant.parse("2026-11-01T10:00:00Z");
        private Integer instrument;
        private String bucket = "raw-one";

        Draft(String name) {
            this.name = name;
        }

        public Draft in(int notebook) {
            this.notebook = notebook;
            return this;
        }

        public Draft kind(String kind) {
            this.kind = kind;
            return this;
        }

        public Draft type(String type) {
            this.type = type;
            return this;
        }

        public Draft bytes(long bytes) {
            this.bytes = bytes;
            return this;
        }

        public Draft bucket(String bucket) {
            this.bucket = bucket;
            return this;
        }

        public Draft created(String created) {
            this.created = Instant.parse(created);
            return this;
        }

        public Draft instrument(Integer instrument) {
            this.instrument = instrument;
            return this;
        }

        public Draft number(String field, double si, String unit) {
            fields.add(new Field(field, si == Math.rint(si) ? "" + (long) si : "" + si, unit, si));
            return this;
        }

        public Draft text(String field, String value) {
            fields.add(new Field(field, value, null, null));
            return this;
        }

        public Draft link(String relation, String kind, Object target, String name) {
            links.add(new Link(relation, kind, target.toString(), name));
            return this;
        }

        public Draft file(String path, String key, long size) {
            return file(path, key, size, null);
        }

        public Draft file(String path, String key, long size, byte[] sha256) {
            files.add(new File(path, key, size, sha256));
            return this;
        }

        public UUID add() {
            return sql.inTransaction(c -> {
                Sql.update(
                        c,
                        "insert into catalogue.dataset (id, notebook, name, kind, bucket, instrument, source, bytes, files, type, created)"
                                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        id,
                        notebook,
                        name,
                        kind,
                        bucket,
                        instrument,
                        instrument == null ? null : "out",
                        files.isEmpty()
                                ? bytes
                                : files.stream().mapToLong(File::size).sum(),
                        files.isEmpty() ? 1L : (long) files.size(),
                        type,
                        created.atOffset(ZoneOffset.UTC));
                for (int i = 0; i < fields.size(); i++) {
                    Field f = fields.get(i);
                    Sql.update(
                            c,
                            "insert into catalogue.field (dataset, pos, name, raw, value, unit, si_value, confidence) values (?, ?, ?, ?, ?, ?, ?, 1)",
                            id,
                            i,
                            f.name,
                            f.value,
                            f.value,
                            f.unit,
                            f.si);
                }
                for (Link l : links) {
                    Sql.update(
                            c,
                            "insert into catalogue.link (dataset, relation, kind, target, name, origin) values (?, ?, ?, ?, ?, 'person')",
                            id,
                            l.relation,
                            l.kind,
                            l.target,
                            l.name);
                }
                for (File f : files) {
                    Sql.update(
                            c,
                            "insert into catalogue.file (dataset, number, path, key, size, sha256, modified) values (?, 1, ?, ?, ?, ?, ?)",
                            id,
                            f.path,
                            f.key.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                            f.size,
                            f.sha256,
                            created.atOffset(ZoneOffset.UTC));
                }
                due(c, id);
                return id;
            });
        }
    }
}
