package gedeon.sync.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.client.ConnectionSettings;
import gedeon.sync.transfer.BandwidthPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentConfigTests {
    private static final String ENROLLED = """
            {"server":"http://s","agent":"a","token":"T","accessKey":"A","secretKey":"S","s3Url":"http://s3","region":"r",
            "instrument":"i","notebook":"n","bucket":"b"%s}""";

    @TempDir
    Path folder;

    private AgentConfig read(String more) throws IOException {
        Path file = folder.resolve("agent.json");
        Files.writeString(file, ENROLLED.formatted(more));
        return AgentConfig.read(file);
    }

    @Test
    void whatEnrolmentWroteIsEnough() throws IOException {
        AgentConfig config = read("");

        assertThat(config.plan()).isEqualTo(BandwidthPlan.UNLIMITED);
        assertThat(config.connection()).isNull();
        assertThat(config.way().proxyTo(java.net.URI.create("http://localhost")))
                .isEmpty();
    }

    @Test
    void whatSomebodyWroteThereHoldsOrIsRefusedByName() throws IOException {
        AgentConfig config = read("""
                ,"bandwidth":[{"days":"mon-fri","from":"08:00","to":"19:00","limit":"20MB"},{"limit":"80MB"}],
                "bandwidthWhileAcquiring":0.25,"connection":{"proxy":"none"}""");

        assertThat(config.plan().rules()).hasSize(2);
        assertThat(config.plan().whileAcquiring()).isEqualTo(0.25);
        assertThat(config.connection()).isEqualTo(new ConnectionSettings("none", null, null, java.util.List.of()));
        for (String wrong : new String[] {
            ",\"bandwidth\":[{\"days\":\"monday\",\"limit\":\"1MB\"}]",
            ",\"bandwidth\":[{\"days\":\"mon\"}]",
            ",\"bandwidthWhileAcquiring\":2",
            ",\"connection\":{\"proxy\":\"ftp://me:secret@p\"}",
            ",\"connection\":{\"pins\":[\"sha1/x\"]}"
        }) {
            assertThatThrownBy(() -> read(wrong))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("agent.json has a setting that cannot be")
                    .hasMessageNotContaining("secret");
        }
    }
}
