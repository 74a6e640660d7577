package gedeon.sync.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import gedeon.kernel.ByteCount;
import gedeon.sync.journal.Known;
import gedeon.sync.settle.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an agent has done and what it waits for. {@code received}: acquisitions with the server's receipt, {@code provisional} of them by a
 * quiet period alone; {@code waiting}: those without. {@code acquisitions}: the ones without receipt first, then the newest received. {@code centre}: what the
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
        @Nullable CentreStatus centre) {
    private static final int SHOWN = 200;

    /** One acquisition: {@code state} is {@code watching}, {@code sending}, {@code trouble} or {@code received}. */
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
            String agent, String instrument, String notebook, String server, Collection<Known> all) {
        long received = 0;
        long provisional = 0;
        long bytes = 0;
        Instant oldest = null;
        List<Acquisition> unsent = new ArrayList<>();
        List<Acquisition> green = new ArrayList<>();
        for (Known known : all) {
            if (known.unsent()) {
                unsent.add(shown(known));
                oldest = oldest == null || known.seenAt().isBefore(oldest) ? known.seenAt() : oldest;
            } else {
                green.add(shown(known));
            }
            if (known.receipt() != null) {
                received++;
                bytes += known.bytes();
                provisional += known.verdict() != null && known.verdict().provisional() ? 1 : 0;
            }
        }
        List<Acquisition> shown = new ArrayList<>(unsent.subList(0, Math.min(SHOWN, unsent.size())));
        for (int i = green.size() - 1; i >= 0 && shown.size() < SHOWN; i--) {
            shown.add(green.get(i));
        }
        return new AgentStatus(
                agent, instrument, notebook, server, received, provisional, bytes, unsent.size(), oldest, shown, null);
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
                said);
    }

    private static Acquisition shown(Known known) {
        Verdict verdict = known.verdict();
        String state;
        if (known.trouble() != null) {
            state = "trouble";
        } else if (!known.unsent()) {
            state = "received";
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
                line.append(": ").append(acquisition.trouble());
            }
            lines.add(line.toString());
        }
        return lines;
    }

    private static String inFrench(String state) {
        return switch (state) {
            case "watching" -> "observée";
            case "sending" -> "en envoi";
            case "trouble" -> "en difficulté";
            default -> "reçue";
        };
    }
}
