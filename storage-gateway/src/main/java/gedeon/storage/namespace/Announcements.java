package gedeon.storage.namespace;

import gedeon.storage.StoredVersion;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.BucketSetting;
import gedeon.storage.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Rows of the outbox, in the transaction of what they tell. */
public final class Announcements {
    private final List<String> consumers;
    private final Watchers watchers;

    /** @param consumers who are told of everything */
    public Announcements(List<String> consumers, Watchers watchers) {
        this.consumers = List.copyOf(consumers);
        this.watchers = watchers;
    }

    /** One outbox row for each whom the bucket wants to be told; most buckets want nobody. */
    public void tell(Connection c, Bucket bucket, String event, StoredVersion version) throws SQLException {
        if (bucket.setting(BucketSetting.NOTIFICATION).isPresent()) {
            for (String body : watchers.toTell(bucket, event, version)) {
                Sql.update(
                        c,
                        "insert into outbox (consumer, event, body, change, webhook) select 'notifications', ?, b, ?, ?::text || '/' || (b ->> 'webhook') from (select ?::jsonb as b) s",
                        event,
                        version.change(),
                        version.notebook(),
                        body);
            }
        }
    }

    /** One outbox row a consumer and version. */
    public void publish(Connection c, String event, List<StoredVersion> versions) throws SQLException {
        if (consumers.isEmpty() || versions.isEmpty()) {
            return;
        }
        Sql.update(
                c,
                "insert into outbox (consumer, event, body, change) select k, ?, t.body::jsonb, t.change from unnest(?::text[]) k, unnest(?::text[], ?::bigint[]) as t(body, change)",
                event,
                c.createArrayOf("text", consumers.toArray()),
                c.createArrayOf("text", versions.stream().map(VersionRow::event).toArray()),
                c.createArrayOf(
                        "bigint", versions.stream().map(StoredVersion::change).toArray()));
    }
}
