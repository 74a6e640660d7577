package gedeon.storage.s3.notifications;

import gedeon.storage.StoredVersion;
import gedeon.storage.namespace.Watchers;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.BucketSetting;
import gedeon.storage.webhooks.Notice;
import java.time.Clock;
import java.util.List;

/** Tells of what happens to whom the bucket's rules name. */
public final class BucketWatchers implements Watchers {
    private final Clock clock;
    private final Runnable told;

    /** @param told run where somebody is to be told, before that is committed */
    public BucketWatchers(Clock clock, Runnable told) {
        this.clock = clock;
        this.told = told;
    }

    @Override
    public List<String> toTell(Bucket bucket, String event, StoredVersion version) {
        List<String> notices = notices(bucket, event, version);
        if (!notices.isEmpty()) {
            told.run();
        }
        return notices;
    }

    private List<String> notices(Bucket bucket, String event, StoredVersion version) {
        return bucket.setting(BucketSetting.NOTIFICATION)
                .map(text -> NotificationRules.kept(text)
                        .of(event, version.key().toString())
                        .stream()
                        .filter(rule -> rule.target().notebook() == bucket.notebook())
                        .map(rule -> new Notice(rule.target().name(), rule.id(), clock.instant(), version).text())
                        .toList())
                .orElse(List.of());
    }
}
