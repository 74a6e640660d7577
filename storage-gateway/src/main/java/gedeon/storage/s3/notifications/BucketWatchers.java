package gedeon.storage.s3.notifications;

import static java.nio.charset.StandardCharsets.UTF_8;

import gedeon.storage.StoredVersion;
import gedeon.storage.namespace.Watchers;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.BucketSetting;
import gedeon.storage.webhooks.Notice;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Reads what buckets keep; what was read lately is at hand, since commits wait for it. */
public final class BucketWatchers implements Watchers {
    private static final int AT_HAND = 500;

    private final Clock clock;
    private final Map<String, NotificationRules> read = new ConcurrentHashMap<>();

    public BucketWatchers(Clock clock) {
        this.clock = clock;
    }

    @Override
    public List<String> toTell(Bucket bucket, String event, StoredVersion version) {
        return bucket.setting(BucketSetting.NOTIFICATION)
                .map(text -> rules(text).of(event, version.key().toString()).stream()
                        .filter(rule -> rule.target().notebook() == bucket.notebook())
                        .map(rule -> new Notice(rule.target().name(), rule.id(), clock.instant(), version).text())
                        .toList())
                .orElse(List.of());
    }

    private NotificationRules rules(String text) {
        if (read.size() > AT_HAND) {
            read.clear();
        }
        return read.computeIfAbsent(text, one -> NotificationRules.read(one.getBytes(UTF_8)));
    }
}
