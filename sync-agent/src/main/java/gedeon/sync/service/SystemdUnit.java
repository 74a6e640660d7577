package gedeon.sync.service;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The text of a unit. Restarts for ever, with a delay that grows where systemd knows how (254). A system-wide one sees the whole disk as it is and may write nothing but the
 * folder of its configuration. A user's own cannot be fenced in by name spaces everywhere: it has limits alone.
 *
 * @param command what starts the agent, the program first
 * @param config the agent's configuration
 * @param user of a system-wide unit; null: a user's own
 * @param growing whether this systemd knows RestartSteps
 */
record SystemdUnit(
        List<String> command, Path config, @Nullable String user, boolean growing) {
    static final String NAME = "gedeon-agent.service";

    SystemdUnit {
        command = List.copyOf(command);
        if (command.isEmpty() || !command.get(0).startsWith("/")) {
            throw new IllegalArgumentException("a unit starts a program by its whole path, was " + command);
        }
        if (!config.isAbsolute()) {
            throw new IllegalArgumentException("a unit names its configuration by its whole path, was " + config);
        }
        if (user != null && !user.matches("[A-Za-z0-9_][A-Za-z0-9_.-]*\\$?")) {
            throw new IllegalArgumentException("no name of a user: " + user);
        }
        for (String word : command) {
            refuseLines(word);
        }
        refuseLines(config.toString());
    }

    private static void refuseLines(String word) {
        if (word.chars().anyMatch(c -> c < ' ')) {
            throw new IllegalArgumentException("a unit holds no line breaks: " + word.replaceAll("\\p{Cntrl}", "?"));
        }
    }

    String text() {
        List<String> lines = new ArrayList<>();
        lines.add(
                "# Written by gedeon-agent install; gedeon-agent uninstall takes it away. Own changes: systemctl edit gedeon-agent");
        lines.add("[Unit]");
        lines.add("Description=Gedeon agent: sends what this instrument has finished");
        if (user != null) {
            lines.add("Wants=network-online.target");
            lines.add("After=network-online.target remote-fs.target");
        }
        lines.add("StartLimitIntervalSec=0");
        lines.add("");
        lines.add("[Service]");
        lines.add("Type=exec");
        List<String> words = new ArrayList<>(command);
        words.addAll(List.of("run", "--config", config.toString()));
        lines.add("ExecStart=" + words.stream().map(SystemdUnit::quoted).collect(Collectors.joining(" ")));
        if (user != null) {
            lines.add("User=" + user);
        }
        restarts(lines);
        lines.add("# Stopping ends the part that is on its way; what is left is taken up at the next start.");
        lines.add("TimeoutStopSec=30");
        lines.add("SuccessExitStatus=143");
        lines.add("");
        lines.add("# Behind whatever the instrument's own software does.");
        lines.add("Nice=10");
        lines.add("IOSchedulingClass=idle");
        lines.add("CPUWeight=20");
        lines.add("MemoryMax=512M");
        lines.add("TasksMax=128");
        lines.add("UMask=0077");
        lines.add("NoNewPrivileges=yes");
        if (user != null) {
            fences(lines);
        }
        lines.add("");
        lines.add("[Install]");
        lines.add("WantedBy=" + (user == null ? "default.target" : "multi-user.target"));
        return String.join("\n", lines) + "\n";
    }

    private void restarts(List<String> lines) {
        lines.add("Restart=always");
        if (growing) {
            lines.add("RestartSec=5");
            lines.add("RestartSteps=8");
            lines.add("RestartMaxDelaySec=600");
        } else {
            lines.add("RestartSec=30");
        }
    }

    private void fences(List<String> lines) {
        Path home = config.getParent();
        lines.add("");
        lines.add("# It reads all that its user may read, and writes beside its configuration alone.");
        lines.add("ProtectSystem=strict");
        lines.add("ProtectHome=read-only");
        lines.add("ReadOnlyPaths=/");
        lines.add("ReadWritePaths=" + quoted(String.valueOf(home)).replace("$$", "$"));
        lines.add("PrivateDevices=yes");
        lines.add("ProtectKernelTunables=yes");
        lines.add("ProtectKernelModules=yes");
        lines.add("ProtectKernelLogs=yes");
        lines.add("ProtectControlGroups=yes");
        lines.add("ProtectClock=yes");
        lines.add("ProtectHostname=yes");
        lines.add("RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX");
        lines.add("RestrictNamespaces=yes");
        lines.add("RestrictRealtime=yes");
        lines.add("RestrictSUIDSGID=yes");
        lines.add("LockPersonality=yes");
        lines.add("SystemCallArchitectures=native");
        lines.add("SystemCallFilter=@system-service");
        lines.add(
                "# To tell which files programs hold open (the sign closed-handle): CapabilityBoundingSet=CAP_SYS_PTRACE CAP_DAC_READ_SEARCH, and the same as AmbientCapabilities.");
        lines.add("CapabilityBoundingSet=");
    }

    /** As ExecStart reads a word: specifiers and variables are none. */
    private static String quoted(String word) {
        String escaped = word.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("%", "%%")
                .replace("$", "$$");
        return word.matches("[A-Za-z0-9_@/.:+,=-]+") ? escaped : '"' + escaped + '"';
    }
}
