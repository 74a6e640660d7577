package gedeon.cli.storage;

import gedeon.client.wire.TierDetail;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A tier in one line: what storage policies go by stands beside its room. */
record TierLine(
        String name,
        String kind,
        String state,
        int rank,
        boolean reachable,
        @Nullable Long free,
        @Nullable Long blobs,
        @Nullable Long bytes,
        @Nullable Instant counted,
        @Nullable String place,
        @Nullable String country,
        @Nullable Boolean healthData,
        @Nullable Double costPerTbYear,
        @Nullable Boolean unseen) {
    static TierLine of(TierDetail tier) {
        return new TierLine(
                tier.name(),
                tier.kind(),
                tier.state(),
                tier.rank(),
                tier.reachable(),
                tier.free(),
                tier.blobs(),
                tier.bytes(),
                tier.counted(),
                tier.traits().place(),
                tier.traits().country(),
                tier.traits().healthData(),
                tier.traits().costPerTbYear(),
                tier.unseen());
    }
}
