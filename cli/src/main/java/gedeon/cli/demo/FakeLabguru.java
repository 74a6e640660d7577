package gedeon.cli.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A Labguru in memory, on a free port of this machine, that follows the documented API, version 1: {@code ?token=} on each request (401 without a valid one,
 * {@code "-1"} for a wrong password), lists by {@code page} from 1 with an optional {@code .json} behind the path, {@code meta=true} for totals, 404 past the end,
 * members for administrators' tokens only. The demo and the tests play with it.
 */
public final class FakeLabguru implements AutoCloseable {
    /** The lists that it has, as their paths below {@code /api/v1}. */
    public static final List<String> LISTS = List.of("experiments", "protocols", "instruments", "admin/members");

    private static final JsonMapper JSON = new JsonMapper();
    private static final String LOGIN = "josiah.carberry@example.org";
    private static final String PASSWORD = "ceramics";

    private final HttpServer server;
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final Map<String, Map<Integer, Map<String, Object>>> lists = new ConcurrentHashMap<>();
    private final Map<String, Boolean> tokens = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Semaphore failures = new Semaphore(0);
    private final int pageSize;

    private FakeLabguru(int pageSize) throws IOException {
        this.pageSize = pageSize;
        LISTS.forEach(list -> lists.put(list, new LinkedHashMap<>()));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(workers);
        server.createContext("/", this::handle);
    }

    /** Starts it with nothing in it. */
    public static FakeLabguru empty(int pageSize) throws IOException {
        FakeLabguru labguru = new FakeLabguru(pageSize);
        labguru.server.start();
        return labguru;
    }

    /** Starts it with the laboratory that the demo shows. */
    public static FakeLabguru start() throws IOException {
        FakeLabguru labguru = empty(2);
        labguru.put("experiments", 41, Map.of("sys_id", "EXP-0041", "title", "Étalonnage de la balance"));
        labguru.put("experiments", 42, Map.of("sys_id", "EXP-0042", "title", "Dosage de la caféine"));
        labguru.put("experiments", 43, Map.of("sys_id", "EXP-0043", "title", "Essai à blanc"));
        labguru.put("protocols", 7, Map.of("name", "Extraction au chloroforme", "version", 3));
        labguru.put("protocols", 8, Map.of("name", "Préparation des éluants", "version", 1));
        labguru.put(
                "instruments",
                3,
                Map.of("name", "Balance XPR205", "manufacturer", "Mettler Toledo", "serial_number", "B-0815"));
        labguru.put(
                "admin/members", 1, Map.of("name", "Josiah Carberry", "email", LOGIN, "orcid", "0000-0002-1825-0097"));
        labguru.put("admin/members", 2, Map.of("name", "Camille Roussel", "email", "camille.roussel@example.org"));
        return labguru;
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** A new token of an administrator's, as the account settings give it. */
    public String token() {
        return token(true);
    }

    public String token(boolean administrator) {
        String token = UUID.randomUUID().toString().replace("-", "");
        tokens.put(token, administrator);
        return token;
    }

    /** From now on the token is refused. */
    public void revoke(String token) {
        tokens.remove(token);
    }

    /** Makes an entry, or changes one. It gets what every entry has: id, uuid, address and dates, unless {@code values} name them. */
    public void put(String list, int id, Map<String, ?> values) {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("id", id);
        item.put("uuid", String.format("%08x-0000-4000-8000-%012x", list.hashCode(), id));
        item.put("api_url", "/api/v1/" + list + "/" + id);
        item.put("url", "/knowledge/" + list + "/" + id);
        item.put("created_at", "2026-03-02T09:00:00.000+01:00");
        item.put("updated_at", String.format("2026-03-02T10:00:%02d.000+01:00", id % 60));
        item.putAll(values);
        synchronized (lists) {
            entries(list).put(id, item);
        }
    }

    public void remove(String list, int id) {
        synchronized (lists) {
            entries(list).remove(id);
        }
    }

    private Map<Integer, Map<String, Object>> entries(String list) {
        Map<Integer, Map<String, Object>> entries = lists.get(list);
        if (entries == null) {
            throw new IllegalArgumentException("no list " + list + "; there are " + LISTS);
        }
        return entries;
    }

    /** The next so many requests are answered with 503. */
    public void fail(int times) {
        failures.release(times);
    }

    /** Path and query of the requests so far, the token left out. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
            String page = query.containsKey("page") ? "?page=" + query.get("page") : "";
            requests.add(exchange.getRequestMethod() + " " + path + page);
            if (failures.tryAcquire()) {
                answer(exchange, 503, Map.of("error", "try later"));
            } else if (path.startsWith("/api/v1/")) {
                api(exchange, path.substring("/api/v1/".length()).replaceFirst("\\.json$", ""), query);
            } else {
                page(exchange, path);
            }
        }
    }

    private void api(HttpExchange exchange, String path, Map<String, String> query) throws IOException {
        if (path.equals("sessions") && exchange.getRequestMethod().equals("POST")) {
            answer(exchange, 200, Map.of("token", session(exchange)));
            return;
        }
        Boolean administrator = tokens.get(query.getOrDefault("token", "-1"));
        if (administrator == null) {
            answer(exchange, 401, Map.of("error", "Unauthorized"));
        } else if (!exchange.getRequestMethod().equals("GET")) {
            answer(exchange, 405, Map.of("error", "read only"));
        } else if (!lists.containsKey(path)) {
            answer(exchange, 404, Map.of("error", "Not Found"));
        } else if (path.startsWith("admin/") && !administrator) {
            answer(exchange, 401, Map.of("error", "Unauthorized"));
        } else {
            list(exchange, path, query);
        }
    }

    private void list(HttpExchange exchange, String list, Map<String, String> query) throws IOException {
        List<Map<String, Object>> all;
        synchronized (lists) {
            all = new ArrayList<>(entries(list).values());
        }
        if (list.startsWith("admin/")) {
            answer(exchange, 200, all); // this list knows no pages
            return;
        }
        int page = number(query.getOrDefault("page", "1"));
        int pages = (all.size() + pageSize - 1) / pageSize;
        if (page < 1 || page > Math.max(1, pages)) {
            answer(exchange, 404, Map.of("error", "page not found"));
            return;
        }
        List<Map<String, Object>> shown =
                all.subList(Math.min(all.size(), (page - 1) * pageSize), Math.min(all.size(), page * pageSize));
        answer(
                exchange,
                200,
                "true".equals(query.get("meta"))
                        ? Map.of(
                                "meta",
                                Map.of("item_count", all.size(), "page_count", pages, "current_page", page),
                                "data",
                                shown)
                        : shown);
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private String session(HttpExchange exchange) throws IOException {
        try {
            JsonNode asked = JSON.readTree(exchange.getRequestBody().readAllBytes());
            boolean right = LOGIN.equals(asked.path("login").asString(""))
                    && PASSWORD.equals(asked.path("password").asString(""));
            return right ? token() : "-1";
        } catch (JacksonException e) {
            return "-1";
        }
    }

    /** The page of an entry, for people who follow a link. */
    private void page(HttpExchange exchange, String path) throws IOException {
        String title = "";
        synchronized (lists) {
            for (Map<Integer, Map<String, Object>> entries : lists.values()) {
                for (Map<String, Object> item : entries.values()) {
                    if (path.equals(item.get("url"))) {
                        title = String.valueOf(item.getOrDefault("title", item.getOrDefault("name", "")));
                    }
                }
            }
        }
        String escaped = title.replace("&", "&amp;").replace("<", "&lt;");
        byte[] html = ("<!doctype html><meta charset=utf-8><title>Labguru</title><h1>" + escaped + "</h1>")
                .getBytes(StandardCharsets.UTF_8);
        send(exchange, title.isEmpty() ? 404 : 200, "text/html; charset=utf-8", html);
    }

    private static Map<String, String> query(@Nullable String raw) {
        Map<String, String> query = new HashMap<>();
        if (raw != null) {
            for (String pair : raw.split("&")) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    query.put(
                            pair.substring(0, equals),
                            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
                }
            }
        }
        return query;
    }

    private static void answer(HttpExchange exchange, int status, Object body) throws IOException {
        send(exchange, status, "application/json; charset=utf-8", JSON.writeValueAsBytes(body));
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }

    /** It holds tokens. */
    @Override
    public String toString() {
        return "FakeLabguru[" + url() + "]";
    }
}
