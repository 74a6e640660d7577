package gedeon.metadata.exchange.rocrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import edu.kit.datamanager.ro_crate.RoCrate;
import edu.kit.datamanager.ro_crate.reader.FolderReader;
import edu.kit.datamanager.ro_crate.reader.RoCrateReader;
import gedeon.metadata.search.Tables;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class NotebookCratesTests {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-24T20:00:00Z"), ZoneOffset.UTC);
    private static final byte[] SHA256 = new byte[32];

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

    private Map<String, JsonNode> crate(long mostFiles) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new NotebookCrates(tables.source, CLOCK, mostFiles).write(1, "Café group", out);
        Files.write(folder.resolve("ro-crate-metadata.json"), out.toByteArray());
        return checked(new JsonMapper().readTree(out.toByteArray()));
    }

    /** The rules of RO-Crate 1.2 that a program can check: Root Data Entity, Data Entities, Contextual Entities, JSON-LD appendix. */
    private static Map<String, JsonNode> checked(JsonNode document) {
        assertThat(document.path("@context").asString()).isEqualTo("https://w3id.org/ro/crate/1.2/context");
        Map<String, JsonNode> entities = new HashMap<>();
        for (JsonNode entity : document.path("@graph")) {
            assertThat(entities.put(entity.path("@id").asString(), entity))
                    .as("id %s stands once", entity.path("@id"))
                    .isNull();
            assertThat(entity.path("@type").asString()).isNotEmpty();
            entity.properties().forEach(p -> flat(p.getValue()));
        }
        JsonNode descriptor = entities.get("ro-crate-metadata.json");
        assertThat(descriptor.path("@type").asString()).isEqualTo("CreativeWork");
        assertThat(descriptor.path("conformsTo").path("@id").asString()).isEqualTo("https://w3id.org/ro/crate/1.2");
        assertThat(descriptor.path("about").path("@id").asString()).isEqualTo("./");
        JsonNode root = entities.get("./");
        assertThat(root.path("@type").asString()).isEqualTo("Dataset");
        for (String must : List.of("name", "description", "datePublished")) {
            assertThat(root.path(must).asString()).as(must).isNotEmpty();
        }
        assertThat(entities).containsKey(root.path("license").path("@id").asString());
        Set<String> reached = reached(entities);
        entities.forEach((id, entity) -> {
            String type = entity.path("@type").asString();
            if (type.equals("File") || type.equals("Dataset")) {
                assertThat(reached).as("reached from the root").contains(id);
                assertThat(type.equals("Dataset") || !id.endsWith("/")).isTrue();
            }
            references(entity).stream()
                    .filter(to -> !to.equals("https://w3id.org/ro/crate/1.2"))
                    .forEach(to -> assertThat(entities).as("named by %s", id).containsKey(to));
        });
        return entities;
    }

    private static void flat(JsonNode value) {
        if (value.isArray()) {
            value.forEach(NotebookCratesTests::flat);
        } else if (value.isObject()) {
            assertThat(value.propertyNames()).containsExactly("@id");
        }
    }

    private static List<String> references(JsonNode entity) {
        List<String> ids = new ArrayList<>();
        entity.properties().forEach(p -> {
            if (p.getValue().isArray()) {
                p.getValue().forEach(one -> ids.add(one.path("@id").asString()));
            } else if (p.getValue().isObject()) {
                ids.add(p.getValue().path("@id").asString());
            }
        });
        return ids;
    }

    private static Set<String> reached(Map<String, JsonNode> entities) {
        Set<String> reached = new HashSet<>(Set.of("./"));
        Deque<String> next = new ArrayDeque<>(reached);
        while (!next.isEmpty()) {
            for (JsonNode part : entities.get(next.pop()).path("hasPart")) {
                String id = part.path("@id").asString();
                assertThat(entities).containsKey(id);
                if (reached.add(id)) {
                    next.add(id);
                }
            }
        }
        return reached;
    }

    private static List<String> ids(JsonNode references) {
        List<String> ids = new ArrayList<>();
        if (references.isObject()) {
            ids.add(references.path("@id").asString());
        }
        if (references.isArray()) {
            references.forEach(one -> ids.add(one.path("@id").asString()));
        }
        return ids;
    }

    @Test
    void aNotebookIsDescribedWhole() throws IOException {
        int orbitrap = tables.instrument(1, "Orbitrap");
        long experiment = tables.thing("experiment", 1, "Exp 7", "", "https://eln.example.org/7", null);
        long ana = tables.thing("person", null, "Ana", "", null, "0000-0002-1825-0097");
        long software = tables.thing("software", null, "gedeon-agent", "1.2", null, null);
        UUID raw = tables.dataset("run 1.d")
                .instrument(orbitrap)
                .number("exposure_time", 120, "s")
                .text("medium", "agar")
                .link("in", "experiment", experiment, "Exp 7")
                .link("by", "person", ana, "Ana")
                .link("usedSoftware", "software", software, "gedeon-agent 1.2")
                .file("a.bin", "lab/run 1.d/a.bin", 10, SHA256)
                .file("sub/été.bin", "lab/run 1.d/sub/été.bin", 20, SHA256)
                .add();
        UUID result = tables.dataset("result.csv")
                .type("text/csv")
                .kind("result")
                .link("derivedFrom", "dataset", raw, "run 1.d")
                .link("derivedFrom", "dataset", UUID.randomUUID(), "of another notebook")
                .file("result.csv", "result #1.csv", 5, SHA256)
                .add();
        UUID activity = UUID.randomUUID();
        tables.sql.update(
                "insert into catalogue.activity (id, dataset, number, type, started, ended) values (?, ?, 1, 'acquisition', '2026-11-01T08:00:00Z', '2026-11-01T09:00:00Z')",
                activity,
                raw);
        tables.dataset("foreign").in(2).file("x", "x", 1).add();
        UUID gone = tables.dataset("gone").file("gone", "gone", 1).add();
        tables.delete(gone);

        Map<String, JsonNode> crate = crate(100);
        assertThat(crate).doesNotContainKeys("x", "gone");
        JsonNode root = crate.get("./");
        assertThat(root.path("name").asString()).isEqualTo("Café group");
        assertThat(root.path("datePublished").asString()).isEqualTo("2026-11-24");
        assertThat(ids(root.path("hasPart"))).containsExactlyInAnyOrder("lab/run%201.d/", "result%20%231.csv");

        JsonNode run = crate.get("lab/run%201.d/");
        assertThat(ids(run.path("hasPart"))).containsExactly("lab/run%201.d/a.bin", "lab/run%201.d/sub/été.bin");
        assertThat(ids(run.path("author"))).containsExactly("https://orcid.org/0000-0002-1825-0097");
        assertThat(ids(run.path("mentions")))
                .containsExactly("#experiment-" + experiment, "#instrument-" + orbitrap, "#software-" + software);
        JsonNode exposure = crate.get("#field-" + raw + "-0");
        assertThat(exposure.path("propertyID").asString()).isEqualTo("exposure_time");
        assertThat(exposure.path("value").isNumber()).isTrue();
        assertThat(exposure.path("unitText").asString()).isEqualTo("s");
        assertThat(crate.get("#field-" + raw + "-1").path("value").asString()).isEqualTo("agar");

        JsonNode file = crate.get("result%20%231.csv");
        assertThat(file.path("@type").asString()).isEqualTo("File");
        assertThat(file.path("contentSize").isString()).isTrue();
        assertThat(file.path("contentSize").asString()).isEqualTo("5");
        assertThat(file.path("encodingFormat").asString()).isEqualTo("text/csv");
        assertThat(file.path("sha256").asString()).isEqualTo("00".repeat(32));
        assertThat(file.path("dateModified").asString()).isEqualTo("2026-11-01T10:00:00Z");
        assertThat(file.path("identifier").asString()).isEqualTo("urn:uuid:" + result);
        assertThat(ids(file.path("isBasedOn"))).contains("lab/run%201.d/").hasSize(2);

        assertThat(crate.get("#experiment-" + experiment).path("url").asString())
                .isEqualTo("https://eln.example.org/7");
        JsonNode act = crate.get("#activity-" + activity);
        assertThat(act.path("@type").asString()).isEqualTo("CreateAction");
        assertThat(ids(act.path("instrument"))).containsExactly("#instrument-" + orbitrap, "#software-" + software);
        assertThat(ids(act.path("agent"))).containsExactly("https://orcid.org/0000-0002-1825-0097");
        assertThat(ids(act.path("result"))).containsExactly("lab/run%201.d/");
        assertThat(act.path("startTime").asString()).isEqualTo("2026-11-01T08:00:00Z");

        secondReader(crate);
    }

    /** ro-crate-java reads the same from a folder that holds the files by their keys. */
    private void secondReader(Map<String, JsonNode> crate) throws IOException {
        for (String key : List.of("lab/run 1.d/a.bin", "lab/run 1.d/sub/été.bin", "result #1.csv")) {
            Files.createDirectories(folder.resolve(key).getParent());
            Files.writeString(folder.resolve(key), "x");
        }
        RoCrate read = new RoCrateReader(new FolderReader()).readCrate(folder.toString());
        assertThat(read.getRootDataEntity().getProperty("name").asText()).isEqualTo("Café group");
        assertThat(read.getDataEntityById("lab/run%201.d/")).isNotNull();
        assertThat(read.getDataEntityById("result%20%231.csv")
                        .getProperty("contentSize")
                        .asText())
                .isEqualTo("5");
        assertThat(read.getContextualEntityById("https://orcid.org/0000-0002-1825-0097"))
                .isNotNull();
        assertThat(read.getAllDataEntities().size()
                        + read.getAllContextualEntities().size())
                .isEqualTo(crate.size() - 2);
    }

    @Test
    void idsStandOnceWhateverKeysDatasetsShare() throws IOException {
        tables.dataset("one").file("a", "f/a", 1).file("b", "f/b", 1).add();
        tables.dataset("two").file("a", "f/a", 1).file("c", "f/c", 1).add();
        tables.dataset("again").file("b", "f/b", 1).add();
        tables.dataset("spread").file("x", "x", 1).file("y", "y", 1).add();
        tables.dataset("elsewhere").bucket("other").file("x", "x", 9).add();
        tables.dataset("descriptor")
                .file("ro-crate-metadata.json", "ro-crate-metadata.json", 1)
                .add();
        tables.dataset("nothing").add();
        Map<String, JsonNode> crate = crate(100);
        assertThat(crate)
                .containsKeys("f/", "f/a", "f/b", "f/c", "raw-one/x", "other/x", "y", "raw-one/ro-crate-metadata.json");
        assertThat(crate.get("other/x").path("contentSize").asString()).isEqualTo("9");
    }

    @Test
    void aDatasetOfVeryManyFilesIsCountedNotListed() throws IOException {
        Tables.Draft many = tables.dataset("many");
        for (int i = 0; i < 11; i++) {
            many.file("f" + i, "many/f" + i, 2);
        }
        many.add();
        Map<String, JsonNode> crate = crate(10);
        assertThat(crate.get("many/").path("description").asString()).startsWith("11 files, 22 bytes");
        assertThat(crate.get("many/").has("hasPart")).isFalse();
        assertThat(crate).doesNotContainKey("many/f0");
    }

    @Test
    void anEmptyNotebookIsACrateToo() throws IOException {
        assertThat(crate(10)).containsKeys("./", "ro-crate-metadata.json");
    }

    @Test
    void aReaderThatGoesAwayIsTold() {
        for (int i = 0; i < 100; i++) {
            tables.dataset("d" + i).file("f" + i, "f" + i, 1).add();
        }
        OutputStream narrow = new OutputStream() {
            private int left = 5000;

            @Override
            public void write(int b) throws IOException {
                if (left-- == 0) {
                    throw new IOException("gone");
                }
            }
        };
        assertThatThrownBy(() -> new NotebookCrates(tables.source, CLOCK).write(1, "n", narrow))
                .isInstanceOf(IOException.class)
                .hasMessage("gone");
    }
}
