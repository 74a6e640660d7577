package gedeon.sync.service;

import gedeon.sync.words.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes the agent a service of systemd, or none any more. The unit is whole or not there (written beside and renamed); installing again replaces it. The
 * configuration and the journal are never touched.
 */
public final class AgentService {
    private static final int GROWING_SINCE = 254;
    private static final Pattern VERSION = Pattern.compile("systemd (\\d+)");

    private final Map<String, String> environment;
    private final Path home;
    private final boolean systemd;
    private final Path systemUnits;
    private final Words words;
    private final Shell shell;

    AgentService(
            Map<String, String> environment, Path home, boolean systemd, Path systemUnits, Words words, Shell shell) {
        this.environment = environment;
        this.home = home;
        this.systemd = systemd;
        this.systemUnits = systemUnits;
        this.words = words;
        this.shell = shell;
    }

    /** Of this computer. */
    public static AgentService here(Words words) {
        return new AgentService(
                System.getenv(),
                Path.of(System.getProperty("user.home")),
                System.getProperty("os.name", "").startsWith("Linux"),
                Path.of("/etc/systemd/system"),
                words,
                Shell::system);
    }

    /**
     * What was done, or would be: the unit's file and text, the commands, sentences for people. {@code done}: all of it worked; with a dry run nothing was tried.
     */
    public record Report(
            String unit, String text, List<String> commands, List<String> notes, boolean done, boolean dryRun) {
        /** For people: what was done, and with a dry run, where there is anything to see, the text and the commands. */
        public List<String> lines() {
            List<String> lines = new ArrayList<>(notes);
            if (dryRun && !text.isEmpty()) {
                lines.addAll(text.lines().toList());
            }
            if (dryRun) {
                commands.forEach(command -> lines.add("$ " + command));
            }
            return lines;
        }
    }

    /** Cannot be done here; the message says why and what to do. Nothing was changed. */
    public static final class NotHere extends Exception {
        private static final long serialVersionUID = 1L;

        NotHere(String message) {
            super(message);
        }
    }

    /**
     * Writes the unit and starts it.
     *
     * @param command what starts the agent
     * @param system for the whole computer, which takes an administrator
     * @param user whose rights a system-wide agent has; null: the owner of the configuration
     */
    public Report install(List<String> command, Path config, boolean system, @Nullable String user, boolean dryRun)
            throws NotHere, IOException, InterruptedException {
        refuseElsewhere();
        Path file = config.toAbsolutePath().normalize();
        if (!dryRun && !Files.isRegularFile(file)) {
            throw new NotHere(words.say("service-enrol-first", file));
        }
        String as = system ? runsAs(file, user, dryRun) : null;
        SystemdUnit unit = new SystemdUnit(command, file, as, growing());
        Path place = place(system);
        List<List<String>> steps =
                List.of(control(system, "daemon-reload"), control(system, "enable", "--now", SystemdUnit.NAME));
        List<String> notes = new ArrayList<>();
        boolean done = true;
        if (dryRun) {
            notes.add(words.say("service-dry", place));
        } else {
            write(place, unit.text());
            notes.add(words.say("service-written", place));
            done = all(steps, notes);
        }
        if (!system) {
            notes.add(words.say("service-linger", System.getProperty("user.name")));
        }
        return new Report(place.toString(), unit.text(), said(steps), notes, done, dryRun);
    }

    /** Stops the agent and takes its unit away. Done as well where there is none. */
    public Report uninstall(boolean system, boolean dryRun) throws NotHere, IOException, InterruptedException {
        refuseElsewhere();
        Path place = place(system);
        List<List<String>> steps =
                List.of(control(system, "disable", "--now", SystemdUnit.NAME), control(system, "daemon-reload"));
        List<String> notes = new ArrayList<>();
        boolean done = true;
        if (!Files.exists(place)) {
            notes.add(words.say("service-none", place));
        } else if (dryRun) {
            notes.add(words.say("service-dry-away", place));
        } else {
            boolean stopped = all(steps.subList(0, 1), notes);
            Files.deleteIfExists(place);
            notes.add(words.say("service-away", place));
            done = all(steps.subList(1, 2), notes) && stopped;
        }
        return new Report(place.toString(), "", said(steps), notes, done, dryRun);
    }

    private void refuseElsewhere() throws NotHere {
        if (!systemd) {
            throw new NotHere(words.say("service-elsewhere"));
        }
    }

    private String runsAs(Path config, @Nullable String user, boolean dryRun) throws NotHere, IOException {
        String owner = Files.exists(config) ? Files.getOwner(config).getName() : "root";
        if (user == null && owner.equals("root")) {
            throw new NotHere(words.say("service-whose"));
        }
        if (user != null && !user.equals(owner) && !dryRun) {
            // It is readable for its owner alone, and the journal is written beside it.
            throw new NotHere(words.say("service-owner", config, owner, user, String.valueOf(config.getParent())));
        }
        return user == null ? owner : user;
    }

    private boolean growing() throws InterruptedException {
        try {
            Matcher version =
                    VERSION.matcher(shell.run(List.of("systemctl", "--version")).said());
            return version.find() && Integer.parseInt(version.group(1)) >= GROWING_SINCE;
        } catch (IOException e) {
            return false;
        }
    }

    private Path place(boolean system) {
        if (system) {
            return systemUnits.resolve(SystemdUnit.NAME);
        }
        String set = environment.getOrDefault("XDG_CONFIG_HOME", "");
        Path folder = set.isBlank() ? home.resolve(".config") : Path.of(set);
        return folder.resolve("systemd").resolve("user").resolve(SystemdUnit.NAME);
    }

    private static void write(Path place, String text) throws IOException {
        Files.createDirectories(place.getParent());
        Path fresh = place.resolveSibling("." + place.getFileName() + ".new");
        Files.writeString(fresh, text);
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-r--r--"));
        Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static List<String> control(boolean system, String... words) {
        List<String> command = new ArrayList<>();
        command.add("systemctl");
        if (!system) {
            command.add("--user");
        }
        command.addAll(List.of(words));
        return command;
    }

    /** Until one fails; what failed is said, with how to do it by hand. */
    private boolean all(List<List<String>> steps, List<String> notes) throws InterruptedException {
        for (List<String> step : steps) {
            String line = String.join(" ", step);
            try {
                Shell.Ended ended = shell.run(step);
                if (!ended.well()) {
                    notes.add(words.say("service-failed", line, ended.said().replace('\n', ' ')));
                    return false;
                }
            } catch (IOException e) {
                notes.add(words.say("service-failed", line, String.valueOf(e.getMessage())));
                return false;
            }
        }
        return true;
    }

    private static List<String> said(List<List<String>> steps) {
        return steps.stream().map(step -> String.join(" ", step)).toList();
    }
}
