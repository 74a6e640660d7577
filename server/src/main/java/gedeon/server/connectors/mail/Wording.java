package gedeon.server.connectors.mail;

import gedeon.kernel.ByteCount;
import gedeon.metadata.AcquisitionBroken;
import gedeon.metadata.AcquisitionMissing;
import gedeon.metadata.AgentRefused;
import gedeon.metadata.AgentSilence;
import gedeon.metadata.Bookings.Booking;
import gedeon.storage.Letters.Letter;
import gedeon.storage.QuotaNearlyFull;
import gedeon.storage.RoomRefused;
import gedeon.storage.RoomRequests.RoomRequest;
import gedeon.storage.RoomRequests.State;
import gedeon.storage.Scope;
import gedeon.storage.lifecycle.fixity.DamageChanged;
import java.text.MessageFormat;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What letters say, in each language one after the other. The first one's words are the subject. */
final class Wording {
    private static final String BUNDLE = "messages.mail";
    static final String BETWEEN = "\n\n— — —\n\n";

    private final List<Locale> languages;

    Wording(List<String> languages) {
        this.languages = languages.stream().map(Locale::of).toList();
    }

    Letter quota(String to, QuotaNearlyFull event) {
        String kind = event.scope() instanceof Scope.OfNotebook ? "notebook" : "unit";
        long used = event.quota().objects().used();
        Long limit = event.quota().objects().limit();
        return letter(to, "quota." + kind + (event.alarm() ? ".alarm" : ".warning"), locale -> new Object[] {
            event.name(),
            event.percent(),
            bytes(event.quota().used(), locale),
            bytes(event.quota().limit(), locale),
            limit == null ? "" : text(locale, "quota.objects", used, limit),
            text(locale, "quota." + kind + ".remedy", event.name())
        });
    }

    Letter damage(String to, DamageChanged event) {
        String key = event.open() == 0 ? "damage.mended" : event.lost() > 0 ? "damage.lost" : "damage.open";
        return letter(to, key, locale ->
                new Object[] {event.tier(), event.open(), event.lost(), event.openBefore(), event.lostBefore()});
    }

    Letter silence(String to, AgentSilence event) {
        return letter(to, event.over() ? "agent.heard" : "agent.silent", locale -> new Object[] {
            event.agent().instrument().name(),
            event.agent().hostname(),
            minute(event.since()),
            event.agent().backlog()
        });
    }

    Letter broken(String to, AcquisitionBroken event) {
        return letter(to, "acquisition.broken", locale -> new Object[] {
            event.name(),
            event.instrument(),
            event.files(),
            event.first(),
            event.dataset().toString()
        });
    }

    Letter refused(String to, AgentRefused event) {
        RoomRefused refused = event.refused();
        String kind = refused.scope() instanceof Scope.OfNotebook ? "notebook" : "unit";
        long used = refused.quota().objects().used();
        Long limit = refused.quota().objects().limit();
        return letter(to, "agent.full", locale -> new Object[] {
            event.agent().instrument().name(),
            event.agent().hostname(),
            refused.name(),
            refused.source(),
            bytes(refused.bytes(), locale),
            refused.objects(),
            refused.notebookName(),
            text(
                    locale,
                    "agent.full." + kind,
                    refused.scopeName(),
                    bytes(refused.quota().limit(), locale),
                    bytes(refused.quota().used(), locale),
                    bytes(refused.quota().reserved(), locale)),
            limit == null ? "" : text(locale, "quota.objects", used, limit),
            text(locale, "quota." + kind + ".remedy", refused.scopeName())
        });
    }

    Letter missing(String to, AcquisitionMissing event) {
        Booking booking = event.booking();
        Instant last = event.instrument().lastAcquisition();
        return letter(to, booking == null ? "acquisition.late" : "acquisition.booked", locale -> new Object[] {
            event.instrument().name(),
            minute(event.since()),
            last == null ? "-" : minute(last),
            booking == null ? "" : minute(booking.end()),
            booking == null ? "" : who(booking, locale)
        });
    }

    private static String who(Booking booking, Locale locale) {
        String who = Stream.of(booking.summary(), booking.mail() == null ? "" : booking.mail())
                .filter(word -> !word.isBlank())
                .collect(Collectors.joining(", "));
        return who.isEmpty() ? "" : text(locale, "acquisition.who", who);
    }

    private static String minute(Instant at) {
        return at.truncatedTo(ChronoUnit.MINUTES).toString();
    }

    Letter room(String to, RoomRequest request) {
        String key = request.state() == State.REFUSED ? "room.refused" : request.whole() ? "room.granted" : "room.part";
        ByteCount limit = request.limit();
        ByteCount granted = request.granted();
        return letter(to, key, locale -> new Object[] {
            request.notebookName(),
            request.decider(),
            bytes(request.more(), locale),
            bytes(granted == null ? request.more() : granted, locale),
            limit == null ? "" : bytes(limit, locale),
            objects(request, locale),
            request.words().isEmpty() ? "" : text(locale, "room.words", request.words())
        });
    }

    private static String objects(RoomRequest request, Locale locale) {
        Long granted = request.grantedObjects();
        Long limit = request.limitObjects();
        if (granted == null || request.moreObjects() == 0) {
            return "";
        }
        return granted == 0 || limit == null
                ? text(locale, "room.objects.none", request.moreObjects())
                : text(locale, "room.objects", granted, request.moreObjects(), limit);
    }

    Letter test(String to) {
        return letter(to, "test", locale -> new Object[0]);
    }

    /** Several to the same recipient as one. */
    Letter gathered(List<Letter> letters) {
        if (letters.size() == 1) {
            return letters.getFirst();
        }
        return new Letter(
                letters.getFirst().to(),
                text(languages.getFirst(), "gathered.subject", letters.size()),
                letters.stream()
                        .map(one -> one.subject() + "\n\n" + one.text())
                        .collect(Collectors.joining("\n\n" + "=".repeat(72) + "\n\n")));
    }

    private interface Facts {
        Object[] in(Locale locale);
    }

    private Letter letter(String to, String key, Facts facts) {
        Locale first = languages.getFirst();
        return new Letter(
                to,
                text(first, key + ".subject", facts.in(first)).replaceAll("\\p{Cntrl}", " "),
                languages.stream()
                        .map(locale -> text(locale, key + ".text", facts.in(locale)))
                        .collect(Collectors.joining(BETWEEN)));
    }

    private static String bytes(ByteCount bytes, Locale locale) {
        return bytes.human(locale);
    }

    private static String text(Locale locale, String key, Object... facts) {
        ResourceBundle bundle = ResourceBundle.getBundle(
                BUNDLE, locale, ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
        return new MessageFormat(bundle.getString(key), locale).format(facts);
    }
}
