package gedeon.storage.figures;

import gedeon.storage.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the statements of requests touch, told by the database itself: auto_explain writes the plan of each statement that the gateway ran, with the blocks
 * that it met, into the server's log.
 */
final class Plans {
    static final Map<String, String> SERVER = Map.of(
            "logging_collector",
            "on",
            "log_destination",
            "jsonlog",
            "log_filename",
            "scale.log",
            "log_rotation_size",
            "0");

    private static final int TIMES = 20;
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern GROWING = Pattern.compile("(version|current|blob|location|part)(_[0-9]+)?");

    private Plans() {}

    /**
     * One statement of many runs.
     *
     * @param blocks of each run, whether they were in memory or not
     * @param scanned growing tables that were read from end to end
     */
    record Seen(List<Integer> blocks, List<String> scanned) {
        int median() {
            return blocks.stream().sorted().toList().get(blocks.size() / 2);
        }

        int most() {
            return Collections.max(blocks);
        }
    }

    /** The requests of a day through the port, twenty times; by statement. */
    static Map<String, Seen> of(
            Connection admin, String database, Path log, OpenDatabase opened, ManyNotebooks notebooks, int notebook)
            throws SQLException, IOException, InterruptedException {
        try (Statement s = admin.createStatement()) {
            for (String setting : List.of(
                    "session_preload_libraries = 'auto_explain'",
                    "auto_explain.log_min_duration = 0",
                    "auto_explain.log_analyze = on",
                    "auto_explain.log_buffers = on",
                    "auto_explain.log_timing = off",
                    "auto_explain.log_nested_statements = on",
                    "auto_explain.log_format = 'json'")) {
                s.execute("alter database " + database + " set " + setting);
            }
        }
        try (OpenPort port = opened.open()) {
            work(port, notebooks, notebook);
        } finally {
            try (Statement s = admin.createStatement()) {
                s.execute("alter database " + database + " reset all");
            }
        }
        String end = "all of " + database + " was explained";
        try (Statement s = admin.createStatement()) {
            s.execute("do $$ begin raise log '" + end + "'; end $$");
        }
        while (!Files.readString(log).contains(end)) {
            Thread.sleep(100);
        }
        Map<String, Seen> seen = new TreeMap<>();
        for (String line : Files.readAllLines(log)) {
            JsonNode entry = JSON.readTree(line);
            String message = entry.path("message").asString();
            int plan = message.indexOf("plan:\n");
            if (plan >= 0 && database.equals(entry.path("dbname").asString())) {
                add(seen, JSON.readTree(message.substring(plan + 6)));
            }
        }
        return seen;
    }

    @FunctionalInterface
    interface OpenDatabase {
        OpenPort open() throws IOException;
    }

    private static void work(OpenPort port, ManyNotebooks notebooks, int notebook) {
        Random random = new Random(11);
        String bucket = ManyNotebooks.bucket(notebook);
        int own = port.gateway()
                .notebooks()
                .notebook("notebook-" + notebook)
                .orElseThrow()
                .id();
        int all = port.gateway().notebooks().unit("institution").orElseThrow().id();
        for (int i = 0; i < TIMES; i++) {
            String fresh = "explained/%04d".formatted(i);
            String there = notebooks.key(notebook, random.nextInt(notebooks.keys(notebook)));
            Writing.put(port, notebook, fresh);
            Writing.put(port, notebook, there);
            var credentials = port.owner(notebook);
            String other = notebooks.key(notebook, random.nextInt(notebooks.keys(notebook)));
            port.client()
                    .headObject(b ->
                            b.bucket(bucket).key(other).overrideConfiguration(o -> o.credentialsProvider(credentials)));
            port.client()
                    .getObjectAsBytes(b ->
                            b.bucket(bucket).key(fresh).overrideConfiguration(o -> o.credentialsProvider(credentials)));
            String after = notebooks.key(notebook, random.nextInt(notebooks.pages(notebook)));
            port.client()
                    .listObjectsV2(b -> b.bucket(bucket)
                            .startAfter(after)
                            .overrideConfiguration(o -> o.credentialsProvider(credentials)));
            ManyNotebooks.Folders folders = notebooks.thousand(notebook, random.nextInt(notebooks.thousands(notebook)));
            port.client()
                    .listObjectsV2(b -> b.bucket(bucket)
                            .prefix(folders.prefix())
                            .delimiter("/")
                            .startAfter(folders.after())
                            .overrideConfiguration(o -> o.credentialsProvider(credentials)));
            port.client()
                    .deleteObject(b ->
                            b.bucket(bucket).key(fresh).overrideConfiguration(o -> o.credentialsProvider(credentials)));
            port.gateway().quotas().quota(new Scope.OfNotebook(own));
            port.gateway().quotas().quota(new Scope.OfUnit(all));
        }
    }

    private static void add(Map<String, Seen> seen, JsonNode explained) {
        JsonNode plan = explained.path("Plan");
        String query =
                explained.path("Query Text").asString().replaceAll("\\s+", " ").strip();
        Seen one = seen.computeIfAbsent(query, text -> new Seen(new ArrayList<>(), new ArrayList<>()));
        one.blocks().add(blocks(plan));
        scans(plan, one.scanned());
    }

    /** A step tells what those below it met as well, but for writes in a WITH that nothing reads. */
    private static int blocks(JsonNode node) {
        int below = 0;
        for (JsonNode one : node.path("Plans")) {
            below += blocks(one);
        }
        return Math.max(
                below,
                node.path("Shared Hit Blocks").asInt()
                        + node.path("Shared Read Blocks").asInt());
    }

    private static void scans(JsonNode node, List<String> found) {
        String relation = node.path("Relation Name").asString();
        if (node.path("Node Type").asString().equals("Seq Scan")
                && GROWING.matcher(relation).matches()
                // A partition that the plan names and the run passes over was not read.
                && node.path("Actual Loops").asInt() > 0
                && node.path("Shared Hit Blocks").asInt()
                                + node.path("Shared Read Blocks").asInt()
                        > 0) {
            found.add(relation);
        }
        for (JsonNode below : node.path("Plans")) {
            scans(below, found);
        }
    }

    /** Short enough for a line, and still to be told from the others. */
    static String brief(String query) {
        String[] words = query.replaceAll("storage\\.", "").split(" ");
        String text = String.join(" ", Arrays.copyOf(words, Math.min(words.length, 400)));
        return text.length() <= 110 ? text : text.substring(0, 70) + " … " + text.substring(text.length() - 37);
    }
}
