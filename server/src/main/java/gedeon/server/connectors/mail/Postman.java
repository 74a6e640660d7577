package gedeon.server.connectors.mail;

import gedeon.storage.Letters;
import gedeon.storage.Letters.Due;
import gedeon.storage.lifecycle.Turn;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what waits, the letters of one recipient together, and no recipient more than one mail in {@link MailSettings#every}: a disk that dies under a million copies makes one
 * mail at once and another one with what came meanwhile.
 */
final class Postman implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Postman.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final int AT_ONCE = 200;

    private final Letters letters;
    private final Mail mail;
    private final Wording wording;
    private final Duration every;
    private final Clock clock;
    private final Map<String, Instant> last = new HashMap<>();
    private final Turn turn;

    Postman(Letters letters, Mail mail, Wording wording, Duration every, Clock clock) {
        this.letters = letters;
        this.mail = mail;
        this.wording = wording;
        this.every = every;
        this.clock = clock;
        this.turn = new Turn("postman", PAUSE, this::round);
    }

    private void round() {
        if (!mail.isSetUp()) {
            return;
        }
        List<Due> due;
        do {
            due = letters.due(AT_ONCE);
            Map<String, List<Due>> byRecipient = due.stream()
                    .collect(Collectors.groupingBy(one -> one.letter().to(), LinkedHashMap::new, Collectors.toList()));
            byRecipient.forEach(this::bring);
        } while (due.size() == AT_ONCE && !Thread.currentThread().isInterrupted());
    }

    private void bring(String to, List<Due> due) {
        Instant now = clock.instant();
        Instant next = last.getOrDefault(to, Instant.MIN.plus(every)).plus(every);
        if (next.isAfter(now)) {
            letters.later(due, Duration.between(now, next));
            return;
        }
        try {
            mail.send(wording.gathered(due.stream().map(Due::letter).toList()));
        } catch (RuntimeException e) {
            LOG.warn("{} letters wait for their next try: {}", due.size(), e.getMessage());
            letters.failed(due, String.valueOf(e.getMessage()));
            return;
        }
        last.put(to, now);
        letters.sent(due);
    }

    @Override
    public void close() {
        turn.close();
    }
}
