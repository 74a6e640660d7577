package gedeon.sync.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SystemdUnitTests {
    private static final Path CONFIG = Path.of("/home/lab/.gedeon/agent/agent.json");

    @TempDir
    Path folder;

    private static SystemdUnit unit(String user, boolean growing, String... command) {
        return new SystemdUnit(command.length == 0 ? List.of("/bin/true") : List.of(command), CONFIG, user, growing);
    }

    @Test
    void aUsersUnitRestartsForEverBehindTheInstrumentsSoftware() {
        assertThat(unit(null, true).text())
                .contains("ExecStart=/bin/true run --config /home/lab/.gedeon/agent/agent.json\n")
                .contains("Restart=always\nRestartSec=5\nRestartSteps=8\nRestartMaxDelaySec=600\n")
                .contains("StartLimitIntervalSec=0\n", "Nice=10\n", "IOSchedulingClass=idle\n", "MemoryMax=512M\n")
                .contains("NoNewPrivileges=yes\n", "WantedBy=default.target\n")
                .doesNotContain("ProtectSystem", "User=");
        assertThat(unit(null, false).text()).contains("RestartSec=30\n").doesNotContain("RestartSteps");
    }

    @Test
    void aSystemWideUnitWritesBesideItsConfigurationAlone() {
        assertThat(unit("lab", true).text())
                .contains("User=lab\n", "ProtectSystem=strict\n", "ProtectHome=read-only\n", "ReadOnlyPaths=/\n")
                .contains("ReadWritePaths=/home/lab/.gedeon/agent\n", "CapabilityBoundingSet=\n")
                .contains("WantedBy=multi-user.target\n");
    }

    @Test
    void whatSystemdWouldReadOtherwiseIsEscaped() {
        assertThat(unit(null, true, "/opt/100% \"a\"/$x\\bin").text())
                .contains("ExecStart=\"/opt/100%% \\\"a\\\"/$$x\\\\bin\" run");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "", "x\nExecStartPre=/bin/sh", "%u", "-x"})
    void whatIsNoUserIsRefused(String user) {
        assertThatThrownBy(() -> unit(user, true)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void lineBreaksAndRelativePathsAreRefused() {
        assertThatThrownBy(() -> unit(null, true, "/bin/a\nUser=root")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> unit(null, true, "gedeon")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SystemdUnit(List.of("/bin/a"), Path.of("agent.json"), null, true))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Systemd itself reads both. */
    @ParameterizedTest
    @ValueSource(strings = {"", "root"})
    void systemdFindsNothingWrong(String user) throws IOException, InterruptedException {
        Path analyze = Path.of("/usr/bin/systemd-analyze");
        assumeTrue(Files.isExecutable(analyze), "systemd-analyze is here");
        Path file = folder.resolve(SystemdUnit.NAME);
        // A configuration whose folder is there, with a name that asks for quotes.
        Path config = Files.createDirectory(folder.resolve("a lab")).resolve("agent.json");
        Files.writeString(
                file, new SystemdUnit(List.of("/bin/true"), config, user.isEmpty() ? null : user, false).text());
        Shell.Ended ended = Shell.system(List.of(
                "/usr/bin/env",
                "XDG_RUNTIME_DIR=" + folder,
                analyze.toString(),
                "verify",
                "--man=no",
                user.isEmpty() ? "--user" : "--system",
                file.toString()));
        assumeTrue(!ended.said().contains("Failed to initialize manager"), "systemd-analyze works here");
        assertThat(ended.said()).doesNotContain(SystemdUnit.NAME);
        assertThat(ended.code()).isZero();
    }
}
