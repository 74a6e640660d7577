package gedeon.server.web;

import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Somebody with cookies and without script. */
final class Visitor {
    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]*)\"");

    private final HttpClient http =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    private final URI pages;
    private final String language;

    Visitor(URI pages, String language) {
        this.pages = pages;
        this.language = language;
    }

    /** Signs in through the form and answers what follows. */
    HttpResponse<String> signIn(String token) throws Exception {
        Matcher csrf = CSRF.matcher(get("/sign-in").body());
        if (!csrf.find()) {
            throw new AssertionError("the form has no token against forged requests");
        }
        return http.send(
                request("/sign-in")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "_csrf=" + encoded(csrf.group(1)) + "&token=" + encoded(token)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path) throws Exception {
        HttpResponse<String> answer = http.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
        return answer.statusCode() == 302
                ? get(answer.headers().firstValue("Location").orElseThrow())
                : answer;
    }

    /** Sends the form of a page that leads to {@code action}, with these fields; answers the page that follows. */
    HttpResponse<String> submit(String page, String action, Map<String, String> fields) throws Exception {
        if (!get(page).body().contains("action=\"" + action + "\"")) {
            throw new AssertionError("no form of " + page + " leads to " + action);
        }
        return submitted(action, fields);
    }

    /** As {@link #submit}, also where no page offers it. */
    HttpResponse<String> submitted(String action, Map<String, String> fields) throws Exception {
        Matcher csrf = CSRF.matcher(get("/").body());
        if (!csrf.find()) {
            throw new AssertionError("no form has a token against forged requests");
        }
        String sent = fields.entrySet().stream()
                .map(field -> "&" + field.getKey() + "=" + encoded(field.getValue()))
                .collect(Collectors.joining());
        HttpResponse<String> answer = http.send(
                request(action)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString("_csrf=" + encoded(csrf.group(1)) + sent))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        return answer.statusCode() == 302
                ? get(answer.headers().firstValue("Location").orElseThrow())
                : answer;
    }

    HttpResponse<byte[]> bytes(String path) throws Exception {
        return http.send(request(path).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(pages.resolve(path))
                .header("Accept", "text/html")
                .header("Accept-Language", language);
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
