package gedeon.sync;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import gedeon.client.wire.AcquisitionBody;
import gedeon.client.wire.BrokenFileBody;
import gedeon.client.wire.EnrolRequest;
import gedeon.client.wire.Enrolment;
import gedeon.client.wire.HeartbeatAnswer;
import gedeon.client.wire.HeartbeatBody;
import gedeon.client.wire.ManifestBody;
import gedeon.client.wire.ManifestFile;
import gedeon.client.wire.NewReservation;
import gedeon.client.wire.OpenUploadBody;
import gedeon.client.wire.Page;
import gedeon.client.wire.Problem;
import gedeon.client.wire.ReceiptBody;
import gedeon.client.wire.RecheckAnswer;
import gedeon.client.wire.RecheckBody;
import gedeon.client.wire.SettingsBody;
import gedeon.client.wire.SourceBody;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Just enough of a server in memory, over real HTTP: the S3 requests that an agent's key may make, and the agent's REST routes. Checks no signature. */
public final class FakeGedeon implements AutoCloseable {
    public static final String BUCKET = "raw-test";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    static {
        // Without it each answer waits for the client's delayed acknowledgement: 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final Map<String, List<byte[]>> objects = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> metadata = new HashMap<>();
    private final Map<String, TreeMap<Integer, byte[]>> uploads = new LinkedHashMap<>();
    private final Map<String, String> uploadKeys = new HashMap<>();
    private final Map<String, String> completed = new HashMap<>();
    private final Map<String, String> datasets = new LinkedHashMap<>();

    public final List<SourceBody> sources = new ArrayList<>();
    public final List<ManifestBody> manifests = new ArrayList<>();
    public final List<HeartbeatBody> heartbeats = new ArrayList<>();
    /** The answer to each heartbeat from now on; null: the clock alone, as of an old server. */
    public volatile HeartbeatAnswer wants;

    public volatile SettingsBody settings;

    public final List<String> forbidden = new ArrayList<>();
    public final List<String> requests = new ArrayList<>();

    /** Names of all headers of requests to the bucket, and all bodies of REST requests, as they came. */
    public final Set<String> headers = ConcurrentHashMap.newKeySet();

    public final List<String> bodies = new CopyOnWriteArrayList<>();
    public long bodyBytes;
    public long quota = Long.MAX_VALUE;
    public final FakeRoom room = new FakeRoom();

    /** How often a receipt is asked for before it is there; 0: it comes with the answer to the manifest. */
    public volatile int asksBeforeReceipt;

    /** Receipts that were asked for after the manifest was told. */
    public final List<String> asked = new ArrayList<>();

    /** Keys of objects of which the version that is stored first is found broken. */
    public final List<String> broken = new ArrayList<>();

    /** Acquisitions of which the receipt was checked again, and those that were told as deleted. */
    public final List<String> rechecked = new ArrayList<>();

    public final List<String> freed = new ArrayList<>();

    /** What was deleted cannot be told now. */
    public volatile boolean freedRefused;

    /** Told before a receipt is checked again; what it answers is why not, or null. */
    public volatile Function<RecheckBody, String> doubt = body -> null;

    /** S3 requests are refused with this code. */
    public volatile String refuseWith = "";

    /** Whether it takes many objects in one request. */
    public volatile boolean packs = true;

    /** Of a pack, the object that is refused; none by itself. */
    public volatile Predicate<String> refusedInPacks = key -> false;

    /** REST connections are closed without an answer. */
    public volatile boolean away;

    /** Told of each S3 request before it is served, as {@code METHOD key?query}; true: the connection is cut instead. */
    public volatile Predicate<String> cut = request -> false;

    /** As {@link #cut}, but the work is done and only the answer is lost. */
    public volatile Predicate<String> loseAnswer = request -> false;

    public FakeGedeon() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work);
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/api/v1/", this::rest);
        server.createContext("/" + BUCKET, this::s3);
        server.start();
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public synchronized Map<String, String> current() {
        Map<String, String> current = new TreeMap<>();
        objects.forEach((key, versions) -> current.put(key, sha256(versions.get(versions.size() - 1))));
        return current;
    }

    public synchronized int versions(String key) {
        return objects.getOrDefault(key, List.of()).size();
    }

    public synchronized Map<String, String> metadata(String key) {
        return metadata.getOrDefault(key, Map.of());
    }

    public synchronized int openUploads() {
        return uploads.size();
    }

    /** Whether there is no room for so many bytes more. */
    public synchronized boolean refuses(long more) {
        return used() + more > quota;
    }

    /** How often two versions that follow each other have the same bytes. */
    public synchronized long versionsAgain() {
        long again = 0;
        for (List<byte[]> versions : objects.values()) {
            for (int i = 1; i < versions.size(); i++) {
                again += java.util.Arrays.equals(versions.get(i), versions.get(i - 1)) ? 1 : 0;
            }
        }
        return again;
    }

    /** What got a receipt from this one on, in order. */
    public synchronized List<ManifestBody> manifests(int from) {
        return List.copyOf(manifests.subList(from, manifests.size()));
    }

    public synchronized int heartbeats() {
        return heartbeats.size();
    }

    /** All that was told; what is stored stays. */
    public synchronized void forget() {
        datasets.clear();
    }

    public synchronized int datasets() {
        return datasets.size();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void s3(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String key = path.length() < BUCKET.length() + 2 ? "" : path.substring(BUCKET.length() + 2);
        String query = exchange.getRequestURI().getRawQuery() == null
                ? ""
                : exchange.getRequestURI().getRawQuery();
        String request = exchange.getRequestMethod() + " " + key + "?" + query;
        headers.addAll(exchange.getRequestHeaders().keySet());
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (cut.test(request)) {
            exchange.close();
            return;
        }
        String[] answer;
        synchronized (this) {
            requests.add(request);
            bodyBytes += body.length;
            answer = serve(exchange, key, parameters(query), body);
        }
        if (loseAnswer.test(request)) {
            exchange.close();
            return;
        }
        exchange.getResponseHeaders()
                .set("Content-Type", answer[1].startsWith("{") ? "application/json" : "application/xml");
        send(exchange, Integer.parseInt(answer[0]), answer[1]);
    }

    private String[] serve(HttpExchange exchange, String key, Map<String, String> query, byte[] body) {
        String method = exchange.getRequestMethod();
        String upload = query.get("uploadId");
        String sha256 = exchange.getRequestHeaders().getFirst("x-amz-content-sha256");
        boolean pack = method.equals("POST") && query.containsKey("gedeon-pack");
        if (pack && !packs) {
            return error(412, "PreconditionFailed", "a POST to a bucket is a form");
        }
        if (skewed(exchange.getRequestHeaders().getFirst("x-amz-date"))) {
            return error(403, "RequestTimeTooSkewed", "the request's time and the server's differ; set the clock");
        }
        if (!refuseWith.isEmpty()) {
            return error(403, refuseWith, "refused");
        }
        String declared = exchange.getRequestHeaders().getFirst("content-md5");
        boolean same = "UNSIGNED-PAYLOAD".equals(sha256)
                ? Base64.getEncoder()
                        .encodeToString(HexFormat.of().parseHex(md5(body)))
                        .equals(declared)
                : sha256(body).equals(sha256);
        if ((pack || method.equals("PUT")) && !same) {
            return error(400, "BadDigest", "the body is not what was declared");
        }
        if (pack) {
            return pack(exchange, body);
        }
        String reservation = exchange.getRequestHeaders().getFirst("x-gedeon-reservation");
        if (method.equals("PUT")
                && !room.takes(reservation, upload, body.length)
                && used() + room.reserved() + body.length > quota) {
            return error(
                    403,
                    "QuotaExceeded",
                    "notebook test: limit " + quota + ", used " + used() + ", asked " + body.length);
        }
        if (method.equals("POST") && query.containsKey("uploads")) {
            String id = "upload-" + (requests.size());
            uploads.put(id, new TreeMap<>());
            uploadKeys.put(id, key);
            room.begun(id, reservation);
            keepMetadata(exchange, key);
            return ok("<InitiateMultipartUploadResult><Bucket>" + BUCKET + "</Bucket><Key>k</Key><UploadId>" + id
                    + "</UploadId></InitiateMultipartUploadResult>");
        }
        String done = upload == null || !method.equals("POST") ? null : completed.get(upload);
        if (done != null) {
            // The same completion again answers the same.
            exchange.getResponseHeaders().set("x-amz-version-id", done);
            return completion();
        }
        if (upload != null && !uploads.containsKey(upload)) {
            return error(404, "NoSuchUpload", "no such upload");
        }
        if (method.equals("PUT") && upload != null) {
            uploads.get(upload).put(Integer.parseInt(query.get("partNumber")), body);
            exchange.getResponseHeaders().set("ETag", '"' + md5(body) + '"');
            return ok("");
        }
        if (method.equals("PUT") && query.isEmpty()) {
            keepMetadata(exchange, key);
            exchange.getResponseHeaders().set("ETag", '"' + md5(body) + '"');
            exchange.getResponseHeaders().set("x-amz-version-id", add(key, body));
            return ok("");
        }
        if (method.equals("GET") && upload != null) {
            int after = Integer.parseInt(query.getOrDefault("part-number-marker", "0"));
            StringBuilder xml =
                    new StringBuilder("<ListPartsResult><Bucket>b</Bucket><Key>k</Key><Initiator><ID>a</ID></Initiator>"
                            + "<Owner><ID>a</ID></Owner><StorageClass>STANDARD</StorageClass>");
            // Pages of two: paging is part of the protocol.
            List<Integer> numbers =
                    uploads.get(upload).tailMap(after, false).keySet().stream().toList();
            for (int number : numbers.subList(0, Math.min(2, numbers.size()))) {
                byte[] part = uploads.get(upload).get(number);
                xml.append("<Part><PartNumber>")
                        .append(number)
                        .append("</PartNumber><ETag>&quot;")
                        .append(md5(part))
                        .append("&quot;</ETag><Size>")
                        .append(part.length)
                        .append("</Size></Part>");
            }
            if (numbers.size() > 2) {
                xml.append("<IsTruncated>true</IsTruncated><NextPartNumberMarker>")
                        .append(numbers.get(1))
                        .append("</NextPartNumberMarker>");
            }
            return ok(xml.append("</ListPartsResult>").toString());
        }
        if (method.equals("POST") && upload != null) {
            String named = new String(body, StandardCharsets.UTF_8);
            if (uploads.get(upload).values().stream().anyMatch(part -> !named.contains(md5(part)))) {
                return error(400, "InvalidPart", "the parts that were named are not those that were sent");
            }
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            uploads.remove(upload).values().forEach(whole::writeBytes);
            completed.put(upload, add(key, whole.toByteArray()));
            exchange.getResponseHeaders().set("x-amz-version-id", completed.get(upload));
            return completion();
        }
        if (method.equals("DELETE") && upload != null) {
            uploads.remove(upload);
            return new String[] {"204", ""};
        }
        forbidden.add(method + " " + key);
        return error(403, "AccessDenied", "an agent's key can only add");
    }

    private static boolean skewed(String time) {
        Instant signed = LocalDateTime.parse(time, DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'"))
                .toInstant(ZoneOffset.UTC);
        return Duration.between(signed, Instant.now()).abs().compareTo(Duration.ofMinutes(15)) > 0;
    }

    private String[] pack(HttpExchange exchange, byte[] body) {
        List<PackedObject> objects = PackedObject.read(body);
        long bytes = objects.stream().mapToLong(one -> one.bytes().length).sum();
        if (objects.size() > 256
                || bytes > 8 << 20
                || !String.valueOf(objects.size())
                        .equals(exchange.getRequestHeaders().getFirst("x-gedeon-pack-objects"))
                || !String.valueOf(bytes).equals(exchange.getRequestHeaders().getFirst("x-gedeon-pack-bytes"))) {
            return error(400, "InvalidRequest", "the pack is not as its headers say");
        }
        String reservation = exchange.getRequestHeaders().getFirst("x-gedeon-reservation");
        if (!room.takes(reservation, null, (int) bytes) && used() + room.reserved() + bytes > quota) {
            return error(
                    403, "QuotaExceeded", "notebook test: limit " + quota + ", used " + used() + ", asked " + bytes);
        }
        for (PackedObject one : objects) {
            if (refusedInPacks.test(one.key())) {
                return new String[] {
                    "403",
                    "<Error><Code>AccessDenied</Code><Message>not this one</Message><Key>" + one.key()
                            + "</Key></Error>"
                };
            }
        }
        List<Map<String, Object>> stored = new ArrayList<>();
        for (PackedObject one : objects) {
            metadata.put(one.key(), one.headers());
            stored.add(Map.of(
                    "key",
                    one.key(),
                    "versionId",
                    add(one.key(), one.bytes()),
                    "etag",
                    md5(one.bytes()),
                    "sha256",
                    sha256(one.bytes())));
        }
        return ok(JSON.writeValueAsString(Map.of("objects", stored)));
    }

    private static String[] completion() {
        return ok("<CompleteMultipartUploadResult><Location>l</Location><Bucket>" + BUCKET
                + "</Bucket><Key>k</Key><ETag>\"e\"</ETag></CompleteMultipartUploadResult>");
    }

    private void keepMetadata(HttpExchange exchange, String key) {
        Map<String, String> kept = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> kept.put(name.toLowerCase(java.util.Locale.ROOT), values.get(0)));
        metadata.put(key, kept);
    }

    private long used() {
        long used = 0;
        for (List<byte[]> versions : objects.values()) {
            used += versions.stream().mapToLong(bytes -> bytes.length).sum();
        }
        for (TreeMap<Integer, byte[]> parts : uploads.values()) {
            used += parts.values().stream().mapToLong(bytes -> bytes.length).sum();
        }
        return used;
    }

    private String add(String key, byte[] body) {
        List<byte[]> versions = objects.computeIfAbsent(key, absent -> new ArrayList<>());
        versions.add(body);
        return "v" + versions.size();
    }

    private void rest(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().substring("/api/v1/".length());
        byte[] body = exchange.getRequestBody().readAllBytes();
        bodies.add(new String(body, StandardCharsets.UTF_8));
        if (away) {
            exchange.close();
            return;
        }
        Object answer;
        try {
            synchronized (this) {
                answer = answer(exchange, path, body);
            }
        } catch (IllegalStateException e) {
            exchange.close();
            return;
        }
        exchange.getResponseHeaders()
                .set("Content-Type", answer instanceof Problem ? "application/problem+json" : "application/json");
        send(exchange, answer instanceof Problem problem ? problem.status() : 200, JSON.writeValueAsString(answer));
    }

    private Object answer(HttpExchange exchange, String path, byte[] body) {
        if (path.equals("agents/enrol")) {
            EnrolRequest request = JSON.readValue(body, EnrolRequest.class);
            return request.code().equals("CODE")
                    ? new Enrolment(
                            "agent-1",
                            "TOKEN",
                            "ACCESS",
                            "SECRETKEY",
                            uri().toString(),
                            "us-east-1",
                            "orbitrap",
                            "test",
                            BUCKET)
                    : new Problem(
                            null,
                            "no such code",
                            403,
                            "code " + request.code() + " is used up or too old; make a new one",
                            null);
        }
        if (!"Bearer TOKEN".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return new Problem(null, "who are you", 401, "no or wrong token", null);
        }
        return switch (path) {
            case "agents/me/sources" -> Page.of(sources);
            case "agents/me/heartbeats" -> {
                heartbeats.add(JSON.readValue(body, HeartbeatBody.class));
                yield wants == null ? new HeartbeatAnswer(Instant.now()) : wants;
            }
            case "agents/me/settings" -> settings;
            case "agents/me/acquisitions" ->
                exchange.getRequestMethod().equals("GET")
                        ? acquisitions(parameters(exchange).get("after"))
                        : acquisition(JSON.readValue(body, ManifestBody.class));
            case "agents/me/uploads" -> openUploadBodies();
            case "agents/me/acquisitions/receipt" ->
                standing(parameters(exchange.getRequestURI().getRawQuery()).get("dataset"));
            case "agents/me/acquisitions/recheck" -> {
                RecheckBody asked = JSON.readValue(body, RecheckBody.class);
                rechecked.add(asked.name());
                String why = doubt.apply(asked);
                yield new RecheckAnswer(why == null, why);
            }
            case "agents/me/acquisitions/freed" -> {
                if (freedRefused) {
                    yield new Problem(null, "not now", 503, "come again", null);
                }
                freed.add(JSON.readValue(body, RecheckBody.class).name());
                yield Map.of();
            }
            case "agents/me/reservations" ->
                room.known
                        ? room.reserve(JSON.readValue(body, NewReservation.class), used(), quota)
                        : new Problem(null, "not found", 404, path + " is not here", null);
            default -> {
                if (exchange.getRequestMethod().equals("DELETE") && path.startsWith("agents/me/reservations/")) {
                    room.end(path.substring(path.lastIndexOf('/') + 1));
                    yield Map.of();
                }
                yield path.startsWith("agents/me/acquisitions/") && path.endsWith("/files")
                        ? files(path.split("/")[3], parameters(exchange).get("after"))
                        : new Problem(null, "not found", 404, path + " is not here", null);
            }
        };
    }

    private Object acquisition(ManifestBody manifest) {
        for (ManifestFile file : manifest.files()) {
            List<byte[]> versions = objects.getOrDefault(file.key(), List.of());
            int version =
                    file.version() == null ? 0 : Integer.parseInt(file.version().substring(1));
            if (version < 1
                    || version > versions.size()
                    || !sha256(versions.get(version - 1)).equals(file.sha256())) {
                return new Problem(
                        null, "not stored", 422, file.key() + " is not stored with that SHA-256; send it again", null);
            }
        }
        room.end(manifest.source(), manifest.name());
        String id = manifest.source() + " " + manifest.name() + " " + manifest.files();
        if (!datasets.containsKey(id)) {
            manifests.add(manifest);
        }
        String dataset = datasets.computeIfAbsent(id, absent -> "d" + (datasets.size() + 1));
        List<BrokenFileBody> wrong = manifest.files().stream()
                .filter(file -> "v1".equals(file.version()) && broken.contains(file.key()))
                .map(file -> new BrokenFileBody(file.path(), "is damaged here"))
                .toList();
        if (!wrong.isEmpty()) {
            return new ReceiptBody(dataset, null, 1, ReceiptBody.BROKEN, wrong);
        }
        return asksBeforeReceipt == 0 ? given(dataset) : new ReceiptBody(dataset, null, 1, ReceiptBody.VERIFYING, null);
    }

    private static ReceiptBody given(String dataset) {
        return new ReceiptBody(dataset, "receipt-of-" + dataset);
    }

    /** Pages of two, files in the list where there are at most two: paging is part of the protocol. */
    private Page<AcquisitionBody> acquisitions(@Nullable String after) {
        Map<String, ManifestBody> newest = new TreeMap<>();
        manifests.forEach(one -> newest.put(one.source() + " " + one.name(), one));
        List<AcquisitionBody> all = new ArrayList<>();
        for (ManifestBody one : newest.values()) {
            String dataset = datasets.get(one.source() + " " + one.name() + " " + one.files());
            all.add(new AcquisitionBody(
                    dataset,
                    one.source(),
                    one.name(),
                    one.verdict(),
                    "receipt-of-" + dataset,
                    Instant.EPOCH,
                    one.files().size(),
                    one.files().size() > 2 ? List.of() : kept(one)));
        }
        int from = 0;
        while (after != null && from < all.size() && !all.get(from++).dataset().equals(after)) {
            continue;
        }
        int to = Math.min(all.size(), from + 2);
        return new Page<>(
                all.subList(from, to), to < all.size() ? all.get(to - 1).dataset() : null);
    }

    private Page<ManifestFile> files(String dataset, @Nullable String after) {
        List<ManifestFile> rest = manifests.stream()
                .filter(one -> dataset.equals(datasets.get(one.source() + " " + one.name() + " " + one.files())))
                .flatMap(one -> kept(one).stream())
                .filter(file -> after == null || file.path().compareTo(after) > 0)
                .sorted(java.util.Comparator.comparing(ManifestFile::path))
                .toList();
        int to = Math.min(rest.size(), 2);
        return new Page<>(
                rest.subList(0, to), to < rest.size() ? rest.get(to - 1).path() : null);
    }

    /** Times as a database keeps them. */
    private static List<ManifestFile> kept(ManifestBody manifest) {
        return manifest.files().stream()
                .map(file -> new ManifestFile(
                        file.path(),
                        file.key(),
                        file.version(),
                        file.size(),
                        file.sha256(),
                        file.modified().truncatedTo(ChronoUnit.MICROS)))
                .toList();
    }

    private Page<OpenUploadBody> openUploadBodies() {
        return Page.of(uploads.entrySet().stream()
                .map(one -> {
                    String key = uploadKeys.get(one.getKey());
                    byte[] first = one.getValue().get(1);
                    String mtime = metadata.getOrDefault(key, Map.of()).get("x-amz-meta-mtime");
                    return new OpenUploadBody(
                            key,
                            one.getKey(),
                            Instant.EPOCH,
                            first == null ? 0 : first.length,
                            mtime == null
                                    ? null
                                    : Instant.ofEpochSecond(0)
                                            .plusNanos(new java.math.BigDecimal(mtime)
                                                    .movePointRight(9)
                                                    .longValueExact())
                                            .truncatedTo(ChronoUnit.MICROS));
                })
                .toList());
    }

    private static Map<String, String> parameters(HttpExchange exchange) {
        String query = exchange.getRequestURI().getQuery();
        return parameters(query == null ? "" : query);
    }

    private Object standing(String dataset) {
        asked.add(dataset);
        if (!datasets.containsValue(dataset)) {
            return new Problem(null, "not found", 404, "no acquisition " + dataset, null);
        }
        return asked.size() >= asksBeforeReceipt
                ? given(dataset)
                : new ReceiptBody(dataset, null, 1, ReceiptBody.VERIFYING, null);
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    private static String[] ok(String xml) {
        return new String[] {"200", xml};
    }

    private static String[] error(int status, String code, String message) {
        return new String[] {
            String.valueOf(status),
            "<Error><Code>" + code + "</Code><Message>" + message + "</Message><Limit>1</Limit></Error>"
        };
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : query.split("&")) {
            if (!pair.isEmpty()) {
                String[] parts = pair.split("=", 2);
                parameters.put(parts[0], parts.length == 2 ? parts[1] : "");
            }
        }
        return parameters;
    }

    public static String sha256(byte[] bytes) {
        return digest("SHA-256", bytes);
    }

    static String md5(byte[] bytes) {
        return digest("MD5", bytes);
    }

    private static String digest(String algorithm, byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
