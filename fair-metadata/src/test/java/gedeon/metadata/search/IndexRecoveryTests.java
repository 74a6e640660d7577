package gedeon.metadata.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.storage.sql.Sql;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexRecoveryTests {
    private static final Set<Integer> MINE = Set.of(1);

    @TempDir
    Path folder;

    private Tables tables;

    @BeforeEach
    void open() {
        tables = Tables.open();
    }

    @AfterEach
    void close() {
        tables.close();
    }

    private DatasetSearch search() {
        return DatasetSearch.open(tables.source, folder, Clock.systemUTC());
    }

    private static void indexed(DatasetSearch search) {
        assertThat(search.awaitIndexed(Duration.ofMinutes(2))).isTrue();
    }

    @Test
    void whatWasCommittedBeforeACrashIsIndexedAfterIt() {
        tables.dataset("first").add();
        // a server that dies between the commit and the index leaves what one leaves that never indexed
        try (DatasetSearch idle = DatasetSearch.openIdle(tables.source, folder, Clock.systemUTC())) {
            assertThat(idle.find("first", MINE, 10).total()).isZero();
            assertThat(idle.waiting()).isEqualTo(1);
        }
        try (DatasetSearch search = search()) {
            indexed(search);
            assertThat(search.find("first", MINE, 10).total()).isEqualTo(1);
        }
    }

    @Test
    void aRowWrittenAgainSinceItsClaimStays() {
        UUID id = tables.dataset("first").add();
        Due due = new Due(new Sql(tables.source));
        List<Due.Row> claimed = due.claim(10, true, Set.of());
        assertThat(claimed).extracting(Due.Row::dataset).containsExactly(id);
        tables.rename(id, "second");
        due.done(claimed);
        assertThat(due.waiting()).isEqualTo(1);
        due.done(due.claim(10, true, Set.of()));
        assertThat(due.empty()).isTrue();
    }

    @Test
    void aRowThatSomebodyIsWritingIsLeftForLater() {
        UUID id = tables.dataset("first").add();
        Sql sql = new Sql(tables.source);
        Due due = new Due(sql);
        sql.inTransaction(c -> {
            Sql.update(c, "update catalogue.index_due set since = now() where dataset = ?", id);
            assertThat(due.claim(10, true, Set.of())).isEmpty();
            return true;
        });
        assertThat(due.claim(10, false, Set.of())).hasSize(1);
        assertThat(due.claim(10, false, Set.of(id))).isEmpty();
    }

    @Test
    void anIndexThatIsGoneOrCutOrOfAnotherSchemaIsMadeAgain() throws IOException {
        for (int i = 0; i < 10; i++) {
            tables.dataset("apple " + i).add();
        }
        try (DatasetSearch search = search()) {
            indexed(search);
        }
        // gone
        deleteIndex();
        again();
        // cut
        for (Path file : files()) {
            try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
                open.setLength(open.length() / 2);
            }
        }
        again();
        // another schema
        Files.writeString(folder.resolve("schema"), "0\n");
        again();
        // begun and not finished before a crash
        Files.delete(folder.resolve("schema"));
        again();
        // usable: nothing is done
        try (DatasetSearch idle = DatasetSearch.openIdle(tables.source, folder, Clock.systemUTC())) {
            assertThat(idle.waiting()).isZero();
            assertThat(idle.find("apple", MINE, 10).total()).isEqualTo(10);
        }
    }

    private void again() {
        try (DatasetSearch search = search()) {
            indexed(search);
            assertThat(search.find("apple", MINE, 10).total()).isEqualTo(10);
        }
    }

    @Test
    void anIndexThatBreaksWhileItIsUsedIsMadeAgain() throws IOException {
        for (int i = 0; i < 10; i++) {
            tables.dataset("pear " + i).add();
        }
        try (DatasetSearch search = search()) {
            indexed(search);
            deleteIndex();
            tables.dataset("pear 10").add();
            indexed(search);
            // either the indexer or this sees it
            search.find("pear", MINE, 10);
            indexed(search);
            assertThat(search.find("pear", MINE, 20).hits()).hasSize(11);
        }
    }

    @Test
    void oneProcessHasTheFolder() {
        try (DatasetSearch search = search()) {
            assertThat(search.waiting()).isZero();
            assertThatThrownBy(this::search)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("in use by another Gédéon; stop that one");
        }
        search().close();
    }

    private void deleteIndex() throws IOException {
        for (Path file : files()) {
            Files.deleteIfExists(file);
        }
    }

    /** Of an index that may be written to: what its writer takes away meanwhile is not there, and nothing else is missing. */
    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(folder.resolve("dataset"), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && !file.endsWith("write.lock")) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }
        });
        return files;
    }
}
