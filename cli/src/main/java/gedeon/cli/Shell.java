package gedeon.cli;

import gedeon.client.GedeonClient;
import java.io.PrintStream;
import java.net.URI;
import java.time.Clock;

/** What a verb works with: where to print, in which words, against which server. */
public record Shell(PrintStream out, PrintStream err, Surroundings surroundings, Words words, Clock clock) {
    static final String DEFAULT_URL = "http://127.0.0.1:8080";

    public String say(String key, Object... values) {
        return words.say(key, values);
    }

    /** The client of {@code GEDEON_URL} with {@code GEDEON_TOKEN}. */
    public GedeonClient client() {
        String token = surroundings
                .setting("GEDEON_TOKEN")
                .orElseThrow(() -> new Refusal(
                        ExitCode.REFUSED,
                        say("no-token", surroundings.gedeonHome().resolve("credentials.env"))));
        return new GedeonClient(serverUrl(), token);
    }

    public URI serverUrl() {
        String url = surroundings.setting("GEDEON_URL").orElse(DEFAULT_URL);
        try {
            URI uri = URI.create(url);
            if (uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // told below, with the remedy
        }
        throw new Refusal(ExitCode.USAGE, say("bad-url", url));
    }
}
