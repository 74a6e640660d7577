package gedeon.sync.agent;

import static org.assertj.core.api.Assertions.assertThat;

import gedeon.client.wire.SourceBody;
import gedeon.client.wire.SourceKind;
import gedeon.sync.FakeGedeon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One agent that relays two folders, of which one vanishes as an unmounted share does: its folder stays and is empty. */
class AwayTests {
    @TempDir
    Path folder;

    private FakeGedeon server;
    private Path config;
    private Path first;
    private Path second;

    @BeforeEach
    void start() throws IOException {
        server = new FakeGedeon();
        config = folder.resolve("home/agent.json");
        AgentCommands.enrol(server.uri(), "CODE", config);
        first = source("pc1");
        second = source("pc2");
        // Waits until somebody writes it.
        Files.createFile(first.resolve("run.raw"));
        Files.createFile(second.resolve("run.raw"));
        once();
        assertThat(AgentCommands.status(config).waiting()).isEqualTo(2);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Path source(String name) throws IOException {
        Path data = Files.createDirectories(folder.resolve("shares").resolve(name));
        server.sources.add(new SourceBody(name, data.toString(), "*.raw", SourceKind.FILE, null, 1, name, null, 1));
        return data;
    }

    private RunReport once() throws IOException {
        return AgentCommands.run(config, true, line -> {}, () -> false);
    }

    /** As if the first folder had lain on a share when something was last seen in it. */
    private void layOnAShare() throws IOException {
        Path memory = folder.resolve("home/agent.json.folders");
        String said = Files.readString(memory);
        assertThat(said).contains("\"source\" : \"pc1\"");
        String one = said.substring(said.indexOf("\"pc1\"") - 20, said.indexOf('}', said.indexOf("\"pc1\"")));
        String other = one.replaceFirst("\"name\" : \"[^\"]*\"", "\"name\" : \"//pc1/data\"")
                .replaceFirst("\"type\" : \"[^\"]*\"", "\"type\" : \"cifs\"");
        assertThat(other).isNotEqualTo(one);
        Files.writeString(memory, said.replace(one, other));
    }

    @Test
    void itIsToldAndWhatWaitedThereStillWaitsWhileTheOtherGoesOn() throws IOException {
        layOnAShare();
        Files.delete(first.resolve("run.raw"));
        Files.writeString(second.resolve("run.raw"), "two");

        RunReport report = once();

        assertThat(report.acquisitions()).isEqualTo(1);
        assertThat(report.troubles()).singleElement().asString().contains("pc1", "//pc1/data (cifs)", "mount it again");
        assertThat(AgentCommands.status(config).waiting()).isEqualTo(1);

        Files.writeString(first.resolve("run.raw"), "one");
        assertThat(once().troubles()).isEmpty();
        assertThat(server.current()).containsOnlyKeys("pc1/run.raw", "pc2/run.raw");
        assertThat(AgentCommands.status(config).waiting()).isZero();
    }

    @Test
    void whatIsDeletedFromALocalDiskIsForgotten() throws IOException {
        org.junit.jupiter.api.Assumptions.assumeFalse(
                Files.getFileStore(first).type().matches("nfs.*|cifs|9p|fuse.*"), "the tests run on a local disk");
        Files.delete(first.resolve("run.raw"));
        assertThat(once().troubles()).isEmpty();
        assertThat(AgentCommands.status(config).waiting()).isEqualTo(1);
    }

    @Test
    void aFolderThatIsNotThereForgetsNothing() throws IOException {
        Files.delete(first.resolve("run.raw"));
        Files.delete(first);
        assertThat(once().troubles()).singleElement().asString().contains("the folder is not there");
        assertThat(AgentCommands.status(config).waiting()).isEqualTo(2);
    }
}
