package gedeon.server.web;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A headless chromium, driven by its own DevTools protocol over the JDK's WebSocket: Playwright would do as well, and its driver is 202 MB to fetch. Every wait is for
 * a condition, two minutes at most.
 */
final class Browser implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final JsonMapper JSON = new JsonMapper();
    private static final String QUIET =
            "document.readyState === 'complete' && !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')";

    private final Process process;
    private final Path profile;
    private final WebSocket socket;
    private final AtomicInteger number = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    private Browser(Process process, Path profile) throws Exception {
        this.process = process;
        this.profile = profile;
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(page(), new Listener())
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        command("Page.enable", Map.of());
        command("Runtime.enable", Map.of());
        command("Log.enable", Map.of());
    }

    /** The program, where this machine has one. */
    static Optional<Path> program() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static Browser start(Path program, Path profile) throws Exception {
        Process process = new ProcessBuilder(
                        program.toString(),
                        "--headless=new",
                        "--no-sandbox", // root has no other way, and only our own pages are opened
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-extensions",
                        "--no-first-run",
                        "--no-proxy-server",
                        "--hide-scrollbars",
                        "--lang=en",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            return new Browser(process, profile);
        } catch (Exception e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** The address of the one open page, once the browser has told its port. */
    private URI page() throws Exception {
        Path told = profile.resolve("DevToolsActivePort");
        until(
                "chromium tells no port",
                () -> Files.exists(told) && Files.readAllLines(told).size() > 1);
        HttpRequest list = HttpRequest.newBuilder(URI.create(
                        "http://127.0.0.1:" + Files.readAllLines(told).getFirst() + "/json/list"))
                .timeout(PATIENCE)
                .build();
        List<URI> pages = new ArrayList<>();
        until("chromium opens no page", () -> {
            JsonNode all = JSON.readTree(HttpClient.newHttpClient()
                    .send(list, HttpResponse.BodyHandlers.ofString())
                    .body());
            all.forEach(one -> {
                if (one.path("type").asString().equals("page")) {
                    pages.add(URI.create(one.path("webSocketDebuggerUrl").asString()));
                }
            });
            return !pages.isEmpty();
        });
        return pages.getFirst();
    }

    @FunctionalInterface
    private interface Condition {
        boolean holds() throws Exception;
    }

    private void until(String otherwise, Condition condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(otherwise);
            }
            Thread.sleep(25);
        }
    }

    JsonNode command(String method, Map<String, ?> parameters) {
        int id = number.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        asked.put(id, answer);
        socket.sendText(JSON.writeValueAsString(Map.of("id", id, "method", method, "params", parameters)), true)
                .join();
        try {
            return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(method + " has no answer", e);
        }
    }

    /** What an expression is on the page; missing while a page gives way to the next. */
    JsonNode evaluate(String expression) {
        return command("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true))
                .path("result")
                .path("value");
    }

    void open(String address) throws Exception {
        evaluate("window.before = true");
        command("Page.navigate", Map.of("url", address));
        await("!window.before && document.readyState === 'complete'");
    }

    /** Waits until the expression is true on the page. */
    void await(String expression) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!evaluate("!!(" + expression + ")").asBoolean(false)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("did not come true: " + expression + "\nat "
                        + evaluate("location.href").asString("") + "\n"
                        + evaluate("document.body.innerText").asString(""));
            }
            Thread.sleep(25);
        }
    }

    /** Waits until the page is whole and nothing is about to take another's place, or the focus. */
    void quiet() throws Exception {
        await(QUIET);
    }

    /** Follows a link, or presses a button, by its words, with the keyboard. */
    void press(String css, String words) throws Exception {
        await(QUIET + " && " + first(css, words));
        evaluate(first(css, words) + ".focus()");
        key("Enter", "\r");
    }

    private static String first(String css, String words) {
        return "[...document.querySelectorAll(" + JSON.writeValueAsString(css)
                + ")].find(e => e.textContent.trim() === " + JSON.writeValueAsString(words) + ")";
    }

    void key(String key, String text) {
        for (String type : List.of("keyDown", "keyUp")) {
            command(
                    "Input.dispatchKeyEvent",
                    Map.of(
                            "type",
                            type,
                            "key",
                            key,
                            "text",
                            type.equals("keyDown") ? text : "",
                            "windowsVirtualKeyCode",
                            key.equals("Enter") ? 13 : 0));
        }
    }

    void type(String css, String text) throws Exception {
        await(QUIET + " && document.querySelector(" + JSON.writeValueAsString(css) + ")");
        evaluate("document.querySelector(" + JSON.writeValueAsString(css) + ").focus()");
        command("Input.insertText", Map.of("text", text));
    }

    String text(String css) throws Exception {
        await("document.querySelector(" + JSON.writeValueAsString(css) + ")");
        return evaluate("document.querySelector(" + JSON.writeValueAsString(css) + ").innerText")
                .asString("");
    }

    /** How wide the window is, and whether its person likes it dark. */
    void window(int width, int height, boolean dark) {
        command(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        command(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    }

    void screenshot(Path png, boolean whole) throws IOException {
        String data = command("Page.captureScreenshot", Map.of("captureBeyondViewport", whole))
                .path("data")
                .asString();
        Files.write(png, Base64.getDecoder().decode(data));
    }

    /** What the pages complained of: refused by the content policy, not found, failed in script. */
    List<String> complaints() {
        return complaints;
    }

    /** Returns when none of its processes writes into its profile any more: whoever made that folder takes it away. */
    @Override
    public void close() {
        List<ProcessHandle> family = process.descendants().toList();
        socket.sendText(JSON.writeValueAsString(Map.of("id", 0, "method", "Browser.close")), true)
                .join();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        for (ProcessHandle one : family) {
            one.destroyForcibly();
            one.onExit().completeOnTimeout(one, 30, TimeUnit.SECONDS).join();
        }
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                take(JSON.readTree(text.toString()));
                text.setLength(0);
            }
            from.request(1);
            return CompletableFuture.completedFuture(null);
        }

        private void take(JsonNode message) {
            CompletableFuture<JsonNode> answer = asked.remove(message.path("id").asInt(0));
            if (answer != null) {
                answer.complete(message.path("result"));
            }
            String method = message.path("method").asString("");
            if (method.equals("Runtime.exceptionThrown")
                    || method.equals("Log.entryAdded")
                            && message.at("/params/entry/level").asString("").equals("error")) {
                complaints.add(message.path("params").toString());
            }
        }
    }
}
