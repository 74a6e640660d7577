package gedeon.server.connectors.mail;

import gedeon.metadata.AcquisitionBroken;
import gedeon.metadata.AcquisitionMissing;
import gedeon.metadata.AgentRefused;
import gedeon.metadata.AgentSilence;
import gedeon.storage.Letters;
import gedeon.storage.QuotaNearlyFull;
import gedeon.storage.RoomDecided;
import gedeon.storage.RoomRequests.RoomRequest;
import gedeon.storage.Scope;
import gedeon.storage.lifecycle.fixity.DamageChanged;
import gedeon.storage.notebooks.Addresses;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.springframework.context.event.EventListener;

/**
 * Makes letters of what was told. They are durable before the event is taken from its own outbox: who is killed in between is handed it again, and
 * finds that its letters were written. A letter that cannot be written leaves the event where it was.
 */
final class Warnings {
    private final Letters letters;
    private final Addresses addresses;
    private final MailSettings settings;
    private final Wording wording;

    Warnings(Letters letters, Addresses addresses, MailSettings settings, Wording wording) {
        this.letters = letters;
        this.addresses = addresses;
        this.settings = settings;
        this.wording = wording;
    }

    @EventListener
    void on(QuotaNearlyFull event) {
        if (settings.host() != null) {
            List<String> answering = addresses.ofWhoAnswerFor(event.scope());
            List<String> told = answering.isEmpty() ? settings.operators() : answering;
            letters.write(
                    event(event),
                    told.stream().map(to -> wording.quota(to, event)).toList());
        }
    }

    /** A scope's level changes once at a time. */
    private static String event(QuotaNearlyFull event) {
        String scope = switch (event.scope()) {
            case Scope.OfNotebook of -> "notebook " + of.notebook();
            case Scope.OfUnit of -> "unit " + of.unit();
        };
        return "quota of " + scope + " since " + event.since();
    }

    /** Who asked is told, and nobody else: the decision is the director's. */
    @EventListener
    void on(RoomDecided event) {
        if (settings.host() != null) {
            RoomRequest request = event.request();
            letters.write(
                    "room request " + request.id(),
                    addresses
                            .holder(request.asker())
                            .flatMap(asker -> Optional.ofNullable(asker.email()))
                            .map(to -> wording.room(to, request))
                            .stream()
                            .toList());
        }
    }

    @EventListener
    void on(AgentSilence event) {
        if (settings.host() != null) {
            List<String> answering = addresses.ofWhoAnswerFor(
                    new Scope.OfNotebook(event.agent().instrument().notebook()));
            List<String> told = answering.isEmpty() ? settings.operators() : answering;
            letters.write(
                    (event.over() ? "end of the silence" : "silence") + " of agent "
                            + event.agent().id() + " since " + event.since(),
                    told.stream().map(to -> wording.silence(to, event)).toList());
        }
    }

    /** Who answers for the notebook that it goes into, and for the instrument's. */
    @EventListener
    void on(AgentRefused event) {
        if (settings.host() != null) {
            TreeSet<String> told = new TreeSet<>();
            for (int notebook : List.of(
                    event.refused().notebook(), event.agent().instrument().notebook())) {
                told.addAll(addresses.ofWhoAnswerFor(new Scope.OfNotebook(notebook)));
            }
            if (told.isEmpty()) {
                told.addAll(settings.operators());
            }
            letters.write(
                    "no room for agent " + event.agent().id() + " in notebook "
                            + event.refused().notebook() + " since "
                            + event.refused().since(),
                    told.stream().map(to -> wording.refused(to, event)).toList());
        }
    }

    @EventListener
    void on(AcquisitionBroken event) {
        if (settings.host() != null) {
            List<String> answering = addresses.ofWhoAnswerFor(new Scope.OfNotebook(event.notebook()));
            List<String> told = answering.isEmpty() ? settings.operators() : answering;
            letters.write(
                    "broken content " + event.content() + " of dataset " + event.dataset(),
                    told.stream().map(to -> wording.broken(to, event)).toList());
        }
    }

    /** Told again after a kill, it is the same letter: one for an instrument and day, one for a booking. */
    @EventListener
    void on(AcquisitionMissing event) {
        if (settings.host() != null) {
            List<String> answering = addresses.ofWhoAnswerFor(
                    new Scope.OfNotebook(event.instrument().notebook()));
            List<String> told = answering.isEmpty() ? settings.operators() : answering;
            letters.write(
                    (event.booking() == null ? "nothing today" : "nothing in the booking") + " of instrument "
                            + event.instrument().id() + " since " + event.since(),
                    told.stream().map(to -> wording.missing(to, event)).toList());
        }
    }

    @EventListener
    void on(DamageChanged event) {
        if (settings.host() != null) {
            TreeSet<String> told = new TreeSet<>(settings.operators());
            told.addAll(addresses.ofAdministrators());
            letters.write(
                    "damage " + event.number(),
                    told.stream().map(to -> wording.damage(to, event)).toList());
        }
    }
}
