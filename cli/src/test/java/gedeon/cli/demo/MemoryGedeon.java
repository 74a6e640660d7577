package gedeon.cli.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import gedeon.client.wire.*;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * As much of a server as the demo speaks to, in memory: REST routes and an S3 port that counts a quota. It checks no signature; what it is for is to run
 * the demo's own steps, the real agent among them, without a server.
 */
final class MemoryGedeon implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpServer server;
    private final Map<String, byte[]> objects = new LinkedHashMap<>();
    private final List<SourceBody> sources = new ArrayList<>();
    private final Map<String, DatasetBody> datasets = new LinkedHashMap<>();
    private final Map<String, List<FileBody>> files = new HashMap<>();
    private long limit;
    private long planned;
    private String labguru = "";

    /** Says that a dataset is there under this name before it is: for a demo that must notice. */
    String pretended = "";

    MemoryGedeon() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getPath();
        try (exchange) {
            if (path.startsWith("/api/v1/")) {
                rest(exchange, path.substring("/api/v1/".length()), body);
            } else {
                s3(exchange, path, body);
            }
        }
    }

    private void answer(HttpExchange exchange, int status, String type, byte[] bytes) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private synchronized void s3(HttpExchange exchange, String path, byte[] body) throws IOException {
        String key = path.substring(path.indexOf('/', 1) + 1);
        if (exchange.getRequestMethod().equals("GET")) {
            answer(exchange, 200, "application/octet-stream", objects.get(key));
            return;
        }
        if (exchange.getRequestMethod().equals("POST")) {
            // Knows no packs: then files come one by one.
            String unknown = "<Error><Code>NotImplemented</Code><Message>no packs here</Message></Error>";
            answer(exchange, 501, "application/xml", unknown.getBytes(StandardCharsets.UTF_8));
            return;
        }
        boolean chunked = String.valueOf(exchange.getRequestHeaders().getFirst("x-amz-content-sha256"))
                .startsWith("STREAMING");
        byte[] bytes = chunked ? unchunked(body) : body;
        if (used() + bytes.length > limit) {
            String error = "<Error><Code>QuotaExceeded</Code><Message>notebook full: limit " + limit + ", used "
                    + used() + ", asked " + bytes.length + "</Message></Error>";
            answer(exchange, 403, "application/xml", error.getBytes(StandardCharsets.UTF_8));
            return;
        }
        objects.put(key, bytes);
        exchange.getResponseHeaders().set("ETag", "\"e\"");
        answer(exchange, 200, "application/xml", new byte[0]);
    }

    private static byte[] unchunked(byte[] body) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(body));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        while (true) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int c = in.read(); c != '\n'; c = in.read()) {
                line.write(c);
            }
            int size = Integer.parseInt(
                    line.toString(StandardCharsets.US_ASCII).strip().split(";")[0], 16);
            if (size == 0) {
                return out.toByteArray();
            }
            out.write(in.readNBytes(size));
            in.readNBytes(2);
        }
    }

    private long used() {
        return objects.values().stream().mapToLong(b -> b.length).sum();
    }

    private synchronized void rest(HttpExchange exchange, String path, byte[] body) throws IOException {
        JsonNode in = body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
        Object out = route(exchange.getRequestMethod() + " " + path, in, exchange.getRequestURI());
        answer(
                exchange,
                out == null ? 404 : 200,
                "application/json",
                out == null
                        ? new byte[0]
                        : out instanceof String s ? s.getBytes(StandardCharsets.UTF_8) : JSON.writeValueAsBytes(out));
    }

    private Object route(String route, JsonNode in, URI uri) {
        QuotaBody quota = new QuotaBody(Stage.NOTEBOOK, limit, used(), 0);
        String last = route.substring(route.lastIndexOf('/') + 1);
        if (route.startsWith("GET datasets/")) {
            String id = route.split("/")[1];
            return last.equals("files") ? Page.of(files.get(id)) : datasets.get(id);
        }
        if (route.startsWith("POST datasets/")) {
            return linked(route.split("/")[1], in);
        }
        return switch (route) {
            case "POST units" -> new UnitBody("u", in.get("name").asString(), null, 1, 0, 0);
            case "POST notebooks" -> {
                limit = in.get("quota").asLong();
                yield new NotebookBody("n", in.get("name").asString(), "u", null, limit, 0, 0, "raw-x", false, false);
            }
            case "POST plans" -> {
                planned = in.at("/dmp/dataset/0/distribution/0/byte_size").asLong();
                yield new PlanBody(
                        "p1",
                        in.at("/dmp/title").asString(),
                        Stage.NOTEBOOK,
                        "draft",
                        1,
                        planned,
                        List.of(),
                        List.of());
            }
            case "POST plans/p1/approve" -> {
                limit = planned;
                yield new PlanBody("p1", "T", Stage.NOTEBOOK, "approved", 1, planned, List.of(), List.of());
            }
            case "GET plans/p1/drift" ->
                new DriftBody("p1", List.of(new DriftItem("Raw", "volume", planned, used(), "B", "ok", null)));
            case "POST software", "POST instruments" -> in;
            case "POST connectors/labguru" -> {
                labguru = in.get("url").asString();
                yield in;
            }
            case "POST connectors/labguru/labguru/sync" -> new SyncBody(1, 1, 0, 1, Instant.now(), List.of());
            case "GET experiments" ->
                Page.of(List.of(new ExperimentBody(
                        "EXP-0042", Stage.NOTEBOOK, "Dosage", labguru + "/knowledge/experiments/42")));
            case "GET protocols" ->
                Page.of(List.of(new ProtocolBody("Extraction au chloroforme", "3", Stage.NOTEBOOK, null, null)));
            case "GET persons" -> Page.of(List.of(new PersonBody("Josiah Carberry", null, null)));
            case "POST instruments/" + Stage.INSTRUMENT + "/code" -> new CodeBody("c0de", Instant.now());
            case "POST instruments/" + Stage.INSTRUMENT + "/sources" -> {
                sources.add(JSON.treeToValue(in, SourceBody.class));
                yield in;
            }
            case "POST agents/enrol" ->
                new Enrolment("a1", "t", "AK", "SK", url(), "us-east-1", Stage.INSTRUMENT, Stage.NOTEBOOK, "raw-x");
            case "GET agents/me/sources" -> Page.of(sources);
            case "POST agents/me/heartbeats" -> new HeartbeatAnswer(Instant.now());
            case "POST agents/me/acquisitions" -> received(JSON.treeToValue(in, ManifestBody.class));
            case "GET datasets" -> Page.of(listed());
            case "GET search" ->
                new SearchAnswer(
                        1,
                        List.of(new HitBody("d0", datasets.get("d0").name(), Stage.NOTEBOOK, null, 1, uri.getQuery())),
                        List.of());
            case "POST notebooks/" + Stage.NOTEBOOK + "/keys" -> new KeyBody("AK", "SK", "o", "o", "h", null);
            case "POST notebooks/" + Stage.NOTEBOOK + "/buckets" ->
                new BucketBody(in.get("name").asString(), false, Instant.now());
            case "GET notebooks/" + Stage.NOTEBOOK + "/quota" -> quota;
            case "GET notebooks/" + Stage.NOTEBOOK + "/crate" ->
                "{\"@graph\":[" + "{},".repeat(datasets.size() + 1) + "{}]}";
            case "GET buckets/raw-x/objects" ->
                Page.of(objects.entrySet().stream()
                        .map(o ->
                                new ObjectBody(o.getKey(), null, o.getValue().length, null, null, Instant.now(), null))
                        .toList());
            default -> null;
        };
    }

    private List<DatasetBody> listed() {
        List<DatasetBody> listed = new ArrayList<>(datasets.values());
        if (!pretended.isEmpty()) {
            listed.add(dataset("x", pretended, 0, 0, List.of()));
        }
        return listed;
    }

    private ReceiptBody received(ManifestBody manifest) {
        String id = "d" + datasets.size();
        long bytes = manifest.files().stream().mapToLong(ManifestFile::size).sum();
        datasets.put(id, dataset(id, manifest.name(), bytes, manifest.files().size(), List.of()));
        files.put(
                id,
                manifest.files().stream()
                        .map(f -> new FileBody(f.path(), f.key(), null, f.size(), f.sha256()))
                        .toList());
        return new ReceiptBody(id, "receipt of " + id);
    }

    private DatasetBody linked(String id, JsonNode in) {
        DatasetBody before = datasets.get(id);
        List<LinkBody> links = new ArrayList<>(before.links());
        links.add(new LinkBody(
                in.get("relation").asString(),
                in.get("kind").asString(),
                in.get("name").asString(),
                null,
                "person"));
        datasets.put(id, dataset(id, before.name(), before.bytes(), before.files(), links));
        return datasets.get(id);
    }

    private static DatasetBody dataset(String id, String name, long bytes, long files, List<LinkBody> links) {
        List<FieldBody> fields =
                List.of(new FieldBody("exposure_time", null, "120.0", "120", "s", 120.0, "header", 0.9));
        ExtractionBody extraction = new ExtractionBody("done", "fits", "1", null);
        return new DatasetBody(
                id,
                name,
                "raw",
                "draft",
                Stage.NOTEBOOK,
                "raw-x",
                bytes,
                files,
                Instant.now(),
                null,
                links,
                fields,
                extraction);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
