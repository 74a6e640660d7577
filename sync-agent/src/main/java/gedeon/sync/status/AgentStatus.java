package gedeon.sync.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import gedeon.client.Obstacle;
import gedeon.kernel.ByteCount;
import gedeon.sync.journal.Known;
import gedeon.sync.journal.Standing;
import gedeon.sync.settle.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an agent has done and what it waits for. {@code received}: acquisitions with the server's receipt, {@code provisional} of them by a
 * quiet period alone; {@code waiting}: those without. {@code acquisitions}: the ones without receipt first, then the newest received. {@code obstacles}: what
 * stands in the way of all of them, each as its code and its facts, which {@link Obstacle} makes a sentence of; so may an acquisition's {@code trouble} be. {@code centre}: what the
 * centre wants of it.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AgentStatus(
        String agent,
        String instrument,
        String notebook,
        String server,
        long received,
        long provisional,
        long bytes,
        long waiting,
        @Nullable Instant oldestUnsent,
        List<Acquisition> acquisitions,
        List<String> obstacles,
        @Nullable CentreStatus centre) {
    /** So many acquisitions are shown one by one. */
    public static final int SHOWN = 200;

    /** One acquisition: {@code state} is {@code watching}, {@code sending}, {@code verifying} (stored, receipt to come), {@code trouble} or {@code received}. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Acquisition(
            String source,
            String name,
            String state,
            @Nullable String rule,
            @Nullable Double confidence,
            @Nullable Boolean provisional,
            long bytes,
            @Nullable String dataset,
            @Nullable String trouble) {}

    public static AgentStatus of(
            String agent,
            String instrument,
            String notebook,
            String server,
            Standing standing,
            List<Obstacle> obstacles) {
        return new AgentStatus(
                agent,
                instrument,
                notebook,
                server,
                standing.received(),
                standing.provisional(),
                standing.bytes(),
                standing.waiting(),
                standing.oldest(),
                standing.shown().stream().map(AgentStatus::shown).toList(),
                obstacles.stream().map(Obstacle::toString).toList(),
                null);
    }

    /** With what the centre said last. */
    public AgentStatus under(CentreStatus said) {
        return new AgentStatus(
                agent,
                instrument,
                notebook,
                server,
                received,
                provisional,
                bytes,
                waiting,
                oldestUnsent,
                acquisitions,
                obstacles,
                said);
    }

    private static Acquisition shown(Known known) {
        Verdict verdict = known.verdict();
        String state;
        if (known.trouble() != null) {
            state = "trouble";
        } else if (!known.unsent()) {
            state = "received";
        } else if (known.content() != null && known.verifying(known.content())) {
            state = "verifying";
        } else {
            state = known.content() == null ? "watching" : "sending";
        }
        return new Acquisition(
                known.source(),
                known.name(),
                state,
                verdict == null ? null : verdict.rule(),
                verdict == null ? null : verdict.confidence(),
                verdict == null ? null : verdict.provisional(),
                known.bytes(),
                known.dataset(),
                known.trouble());
    }

    /** For people, a line each, in French or English. */
    public List<String> lines(Locale locale) {
        boolean french = "fr".equals(locale.getLanguage());
        String size = ByteCount.of(bytes).human(locale);
        List<String> lines = new ArrayList<>();
        lines.add(
                french
                        ? "agent " + agent + " de l'instrument " + instrument + ", cahier " + notebook + ", serveur "
                                + server
                        : "agent " + agent + " of instrument " + instrument + ", notebook " + notebook + ", server "
                                + server);
        lines.add(
                french
                        ? received + " acquisitions reçues et vérifiées (" + size + "), dont " + provisional
                                + " provisoires ; " + waiting + " en attente"
                        : received + " acquisitions received and verified (" + size + "), " + provisional
                                + " of them provisional; " + waiting + " waiting");
        obstacles.forEach(obstacle -> lines.add(Obstacle.plain(obstacle, locale)));
        if (centre != null) {
            lines.addAll(centre.lines(locale));
        }
        for (Acquisition acquisition : acquisitions) {
            StringBuilder line = new StringBuilder("  ")
                    .append(french ? inFrench(acquisition.state()) : acquisition.state())
                    .append("  ")
                    .append(acquisition.source())
                    .append('/')
                    .append(acquisition.name());
            if (acquisition.rule() != null) {
                line.append("  (").append(acquisition.rule()).append(')');
            }
            if (acquisition.trouble() != null) {
                line.append(": ").append(Obstacle.plain(acquisition.trouble(), locale));
            }
            lines.add(line.toString());
        }
        return lines;
    }

    private static String inFrench(String state) {
        return switch (state) {
            case "watching" -> "observée";
            case "sending" -> "en envoi";
            case "verifying" -> "en vérification";
            case "trouble" -> "en difficulté";
            default -> "reçue";
        };
    }
}
