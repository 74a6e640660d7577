package gedeon.client;

import gedeon.client.wire.Problem;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

/** One request and its answer: encoding, bearer token, problem details. Knows no route. */
final class Http {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LONG_PATIENCE = Duration.ofHours(2);
    private static final String TUNNELS = "jdk.http.auth.tunneling.disabledSchemes";

    private final HttpClient http;
    private final URI server;
    private final @Nullable String token;
    private final JsonMapper json;
    private final Duration patience;
    private final @Nullable Connection connection;
    private final Outgoing outgoing;

    static {
        // Java sends no password to a proxy that opens a tunnel unless told so before its client is loaded. Most
        // proxies of institutions know no other
        // way, and a password goes only to a proxy that was configured with one.
        if (System.getProperty(TUNNELS) == null) {
            System.setProperty(TUNNELS, "");
        }
    }

    /** @param connection null: as Java goes by itself */
    Http(URI server, @Nullable String token, @Nullable Connection connection) {
        this.server = server;
        this.token = token;
        this.outgoing = (method, path, body) -> {};
        this.patience = PATIENCE;
        this.connection = connection;
        // HTTP/1.1: no upgrade round trip on plain HTTP, and front servers of institutions speak it all.
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(10));
        this.http = (connection == null ? builder : connection.apply(builder)).build();
        this.json = JsonMapper.builder()
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .build();
    }

    private Http(Http other, Duration patience, Outgoing outgoing) {
        this.server = other.server;
        this.token = other.token;
        this.http = other.http;
        this.json = other.json;
        this.connection = other.connection;
        this.patience = patience;
        this.outgoing = outgoing;
    }

    URI server() {
        return server;
    }

    <T> T send(String method, String path, @Nullable Object body, Class<T> answer) {
        return read(exchange(method, path, body, null), json.constructType(answer));
    }

    /** For what the server counts before it answers. */
    Http patient() {
        return new Http(this, LONG_PATIENCE, outgoing);
    }

    Http telling(Outgoing whom) {
        return new Http(this, patience, whom);
    }

    <T> T send(String method, String path, @Nullable Object body, Class<?> generic, Class<?> of) {
        JavaType type = json.getTypeFactory().constructParametricType(generic, of);
        return read(exchange(method, path, body, null), type);
    }

    <T> T sendIf(String method, String path, Object body, @Nullable String ifMatch, Class<T> answer) {
        return read(exchange(method, path, body, ifMatch), json.constructType(answer));
    }

    /** A body that is JSON already, sent as it is: whatever is text. */
    <T> T sendText(String method, String path, String body, Class<T> answer) {
        return read(exchange(method, path, body, null), json.constructType(answer));
    }

    String text(String path) {
        return exchange("GET", path, null, null);
    }

    void sendOnly(String method, String path, @Nullable Object body) {
        exchange(method, path, body, null);
    }

    /** A path of segments, each encoded: a name may hold anything. */
    static String path(String... segments) {
        StringBuilder path = new StringBuilder("/api/v1");
        for (String segment : segments) {
            path.append('/').append(encoded(segment));
        }
        return path.toString();
    }

    static String query(String path, Map<String, ?> parameters) {
        StringBuilder query = new StringBuilder(path);
        char separator = '?';
        for (Map.Entry<String, ?> parameter : parameters.entrySet()) {
            query.append(separator)
                    .append(parameter.getKey())
                    .append('=')
                    .append(encoded(String.valueOf(parameter.getValue())));
            separator = '&';
        }
        return query.toString();
    }

    /** Parameters in the order given, those that are null left out: name, value, name, value. */
    static Map<String, Object> parameters(@Nullable Object... pairs) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            Object value = pairs[i + 1];
            if (value != null) {
                parameters.put(String.valueOf(pairs[i]), value);
            }
        }
        return parameters;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private @Nullable String encode(@Nullable Object body) {
        return body == null ? null : body instanceof String text ? text : json.writeValueAsString(body);
    }

    private <T> T read(String body, JavaType type) {
        try {
            return json.readValue(body, type);
        } catch (JacksonException e) {
            throw new ProblemException(
                    502,
                    "answer not understood",
                    "the server at " + server
                            + " answered something that is not the JSON of this version; compare versions of client and server");
        }
    }

    private String exchange(String method, String path, @Nullable Object value, @Nullable String ifMatch) {
        String body = encode(value);
        String base = server.toString();
        URI uri = URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(patience)
                .header("Accept", "application/json, application/problem+json")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (ifMatch != null) {
            request.header("If-Match", ifMatch);
        }
        if (connection != null) {
            connection.proxyAuthorization(uri).ifPresent(secret -> request.header("Proxy-Authorization", secret));
        }
        outgoing.leaves(method, path, value);
        HttpResponse<String> answer;
        try {
            answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new Unreachable(server, e, connection);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unreachable(server, e);
        }
        if (answer.statusCode() == 407 && connection != null) {
            throw new Unreachable(server, new IOException("Failed to authenticate with proxy: 407"), connection);
        }
        if (answer.statusCode() / 100 != 2) {
            throw problem(answer.statusCode(), answer.body());
        }
        return answer.body();
    }

    private ProblemException problem(int status, String body) {
        String title = "status " + status;
        String detail = "";
        try {
            Problem problem = json.readValue(body, Problem.class);
            if (problem != null) {
                title = problem.title() == null ? title : problem.title();
                detail = problem.detail() == null ? detail : problem.detail();
            }
        } catch (JacksonException e) {
            detail = "the server at " + server + " answered " + status + " without saying why; its log may tell";
        }
        return new ProblemException(status, title, detail);
    }
}
