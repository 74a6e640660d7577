package gedeon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How an agent is told its way to the server, and how it says what stands in it. */
class AgentWayTests {
    private static final String ENROLMENT = """
            {"agent":"a1","token":"T","accessKey":"A","secretKey":"SECRET","s3Url":"http://127.0.0.1:1","region":"us-east-1",
            "instrument":"i","notebook":"n","bucket":"b"}""";

    @TempDir
    Path home;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(Locale locale, FakeServer server, String... args) {
        out.reset();
        err.reset();
        return Gedeon.run(
                new Shell(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        new Surroundings(Map.of("GEDEON_URL", server.url()), home),
                        Words.in(locale),
                        Clock.systemUTC()),
                args);
    }

    @Test
    void enrolmentKeepsTheWayAndRefusesOneThatIsNone() throws IOException {
        Path config = home.resolve("agent.json");
        String[] enrol = {"agent", "enrol", "--code", "C", "--config", config.toString()};
        String pin = "sha256/47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
        try (FakeServer server = new FakeServer()) {
            server.answers("POST /api/v1/agents/enrol", ENROLMENT);
            assertThat(run(Locale.FRENCH, server, with(enrol, "--pin", "sha256/x")))
                    .isEqualTo(ExitCode.USAGE.number());
            assertThat(err.toString(StandardCharsets.UTF_8))
                    .contains("épinglée")
                    .contains("sha256/x");
            assertThat(run(Locale.ENGLISH, server, with(enrol, "--proxy", "socks://me:secret@p")))
                    .isEqualTo(ExitCode.USAGE.number());
            assertThat(err.toString(StandardCharsets.UTF_8)).doesNotContain("secret");
            assertThat(run(Locale.ENGLISH, server, with(enrol, "--ca", "/nowhere/ca.pem")))
                    .isEqualTo(ExitCode.FAILED.number());
            assertThat(config).doesNotExist();

            assertThat(run(
                            Locale.ENGLISH,
                            server,
                            with(enrol, "--proxy", "http://me:secret@p:8", "--no-proxy", "lab", "--pin", pin)))
                    .isZero();
        }
        assertThat(out.toString(StandardCharsets.UTF_8))
                .doesNotContain("secret")
                .doesNotContain("SECRET");
        assertThat(Files.readString(config))
                .contains("\"proxy\" : \"http://me:secret@p:8\"")
                .contains("\"noProxy\" : \"lab\"")
                .contains(pin);
    }

    @Test
    void whoIsNotAcceptedAnyMoreIsToldWhatToDo() throws IOException {
        Path config = home.resolve("agent.json");
        try (FakeServer server = new FakeServer()) {
            server.answers("POST /api/v1/agents/enrol", ENROLMENT);
            assertThat(run(Locale.ENGLISH, server, "agent", "enrol", "--code", "C", "--config", config.toString()))
                    .isZero();
            server.answers("GET /api/v1/agents/me/sources", 401, "{\"title\":\"who are you\",\"status\":401}");

            assertThat(run(Locale.FRENCH, server, "agent", "run", "--config", config.toString()))
                    .isEqualTo(ExitCode.REFUSED.number());
            assertThat(err.toString(StandardCharsets.UTF_8)).contains("inscrivez-le de nouveau");
            assertThat(run(Locale.FRENCH, server, "agent", "status", "--config", config.toString()))
                    .isZero();
            assertThat(out.toString(StandardCharsets.UTF_8)).contains("n’accepte plus cet agent");
            assertThat(run(Locale.ENGLISH, server, "agent", "status", "--json", "--config", config.toString()))
                    .isZero();
            assertThat(out.toString(StandardCharsets.UTF_8)).contains("\"token-revoked " + server.url());
        }
    }

    private static String[] with(String[] before, String... more) {
        String[] all = java.util.Arrays.copyOf(before, before.length + more.length);
        System.arraycopy(more, 0, all, before.length, more.length);
        return all;
    }
}
