package gedeon.sync.agent;

import gedeon.client.GedeonClient;
import gedeon.client.Obstacle;
import gedeon.client.ProblemException;
import gedeon.client.Unreachable;
import java.util.Optional;
import java.util.function.Consumer;

/** What is wrong, told once each time that it changes, and kept for heartbeat and status. Thread-safe. */
final class Complaints {
    private final GedeonClient client;
    private final Tally tally;
    private final Consumer<String> lines;

    Complaints(GedeonClient client, Tally tally, Consumer<String> lines) {
        this.client = client;
        this.tally = tally;
        this.lines = lines;
    }

    void say(String thing, String sentence) {
        if (tally.trouble(thing, sentence)) {
            lines.accept(sentence);
        }
    }

    /** The server did not do as it was asked: what stands in the way of everything is kept by its code. */
    void server(RuntimeException e, String sentence) {
        if (tally.trouble("server", obstacle(e).orElse(sentence))) {
            lines.accept(sentence);
        }
    }

    /** As {@link #server}, for who tells it himself. */
    void keep(RuntimeException e) {
        obstacle(e).ifPresent(text -> tally.trouble("server", text));
    }

    void over(String thing) {
        tally.wellAgain(thing);
    }

    private Optional<String> obstacle(RuntimeException e) {
        if (e instanceof ProblemException refused && refused.status() == 401) {
            return Optional.of(
                    Obstacle.of(Obstacle.Kind.TOKEN_REVOKED, client.server().toString())
                            .toString());
        }
        return e instanceof Unreachable away ? away.obstacle().map(Obstacle::toString) : Optional.empty();
    }
}
