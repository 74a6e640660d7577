package gedeon.sync.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gedeon.sync.words.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentServiceTests {
    private static final List<String> START = List.of("/opt/gedeon-agent/bin/gedeon-agent");

    @TempDir
    Path home;

    private final Map<String, String> environment = new HashMap<>();
    private final List<String> ran = new ArrayList<>();
    private String failing = "nothing";
    private String version = "systemd 255 (255.4-1)";
    private boolean systemd = true;
    private Path config;
    private Path unit;

    @BeforeEach
    void start() throws IOException {
        config = Files.writeString(home.resolve("agent.json"), "{}");
        unit = home.resolve(".config/systemd/user/gedeon-agent.service");
    }

    private AgentService service() {
        return new AgentService(
                environment, home, systemd, home.resolve("system"), Words.in(Locale.ENGLISH), command -> {
                    String line = String.join(" ", command);
                    if (line.endsWith("--version")) {
                        return new Shell.Ended(0, version);
                    }
                    ran.add(line);
                    if (line.contains("absent")) {
                        throw new IOException("no such program");
                    }
                    return line.contains(failing) ? new Shell.Ended(1, "no bus\nhere") : new Shell.Ended(0, "");
                });
    }

    @Test
    void aUsersServiceIsWrittenAndStartedWithoutAdministrator() throws Exception {
        AgentService.Report report = service().install(START, config, false, null, false);

        assertThat(report.done()).isTrue();
        assertThat(unit)
                .content()
                .isEqualTo(report.text())
                .contains("RestartSteps=8")
                .contains(config.toString());
        assertThat(ran)
                .containsExactly(
                        "systemctl --user daemon-reload", "systemctl --user enable --now gedeon-agent.service");
        assertThat(report.notes()).anyMatch(note -> note.contains("loginctl enable-linger"));
        assertThat(Files.list(unit.getParent())).containsExactly(unit);
    }

    @Test
    void anOlderSystemdWaitsEquallyLong() throws Exception {
        version = "systemd 252 (252.30-1)";
        assertThat(service().install(START, config, false, null, true).text()).contains("RestartSec=30");
    }

    @Test
    void aDryRunTouchesNothingAndShowsAll() throws Exception {
        AgentService.Report report = service().install(START, home.resolve("absent.json"), false, null, true);

        assertThat(ran).isEmpty();
        assertThat(unit).doesNotExist();
        assertThat(report.lines())
                .contains("would be written: " + unit, "[Service]", "$ systemctl --user daemon-reload");
    }

    @Test
    void whatFailsIsSaidWithTheLineToRunByHand() throws Exception {
        failing = "enable";
        AgentService.Report report = service().install(START, config, false, null, false);
        assertThat(report.done()).isFalse();
        assertThat(report.notes())
                .contains("systemctl --user enable --now gedeon-agent.service did not work: no bus here");
        assertThat(unit).exists();
    }

    @Test
    void systemWideItRunsAsTheOwnerOfItsConfigurationButNeverAsRootByItself() throws Exception {
        Path units = Files.createDirectory(home.resolve("system"));
        String owner = Files.getOwner(config).getName();
        AgentService.Report report = service().install(START, config, true, owner, false);
        assertThat(report.text()).contains("User=" + owner + "\n");
        assertThat(units.resolve("gedeon-agent.service")).exists();
        assertThat(ran).containsExactly("systemctl daemon-reload", "systemctl enable --now gedeon-agent.service");
        assertThat(report.notes()).noneMatch(note -> note.contains("linger"));
        if (owner.equals("root")) {
            assertThatThrownBy(() -> service().install(START, config, true, null, false))
                    .isInstanceOf(AgentService.NotHere.class)
                    .hasMessageContaining("--as USER");
        } else {
            assertThat(service().install(START, config, true, null, true).text())
                    .contains("User=" + owner + "\n");
        }
    }

    @Test
    void aConfigurationThatItsUserCannotReadIsSaidToBe() throws Exception {
        assertThatThrownBy(() -> service().install(START, config, true, "somebody", false))
                .isInstanceOf(AgentService.NotHere.class)
                .hasMessageContaining("chown -R somebody " + home);
        assertThat(ran).isEmpty();
        assertThat(service().install(START, config, true, "somebody", true).text())
                .contains("User=somebody\n");
    }

    @Test
    void anAgentThatIsNotEnrolledIsNoService() {
        assertThatThrownBy(() -> service().install(START, home.resolve("other.json"), false, null, false))
                .isInstanceOf(AgentService.NotHere.class)
                .hasMessageContaining("enrol");
        assertThat(ran).isEmpty();
    }

    @Test
    void uninstallingStopsItAndLeavesTheConfiguration() throws Exception {
        environment.put("XDG_CONFIG_HOME", home.resolve("xdg").toString());
        unit = home.resolve("xdg/systemd/user/gedeon-agent.service");
        service().install(START, config, false, null, false);
        ran.clear();

        assertThat(service().uninstall(false, true).lines()).contains("would be taken away: " + unit);
        assertThat(unit).exists();
        assertThat(service().uninstall(false, false).done()).isTrue();

        assertThat(unit).doesNotExist();
        assertThat(config).exists();
        assertThat(ran)
                .containsExactly(
                        "systemctl --user disable --now gedeon-agent.service", "systemctl --user daemon-reload");
        assertThat(service().uninstall(false, false).done()).isTrue();
        assertThat(ran).hasSize(2);
    }

    @Test
    void elsewhereItIsRefusedWithTheWayOfWindows() {
        systemd = false;
        assertThatThrownBy(() -> service().install(START, config, false, null, true))
                .isInstanceOf(AgentService.NotHere.class)
                .hasMessageContaining("install-service.ps1");
    }

    @Test
    void aServiceStartsWhatStartedThisProgram() {
        assertThat(Launcher.command("/opt/a/bin/gedeon-agent", Map.of(), "/j", "x.jar"))
                .containsExactly("/opt/a/bin/gedeon-agent");
        assertThat(Launcher.command("", Map.of("GEDEON_ROOT", "/srv/gedeon"), "/j", "x.jar"))
                .containsExactly("/usr/bin/env", "GEDEON_BUILD=never", "/srv/gedeon/gedeon", "agent");
        assertThat(Launcher.command("", Map.of(), "/j/bin/java", "/a/x.jar:b.jar"))
                .startsWith("/j/bin/java")
                .contains("/a/x.jar:" + Path.of("b.jar").toAbsolutePath())
                .endsWith("gedeon.sync.program.AgentProgram");
    }

    @Test
    void aCommandOfTheSystemTellsHowItEnded() throws Exception {
        assertThat(Shell.system(List.of("/bin/sh", "-c", "echo out; echo err >&2; exit 3")))
                .isEqualTo(new Shell.Ended(3, "out\nerr"));
        assertThatThrownBy(() -> Shell.system(List.of("/nowhere/program"))).isInstanceOf(IOException.class);
    }
}
