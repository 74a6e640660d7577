package gedeon.storage.lifecycle.tiering;

import java.time.Instant;

/** Which versions their buckets want in an archive, beside what policies say. A policy that moves nothing into an archive lets nobody else do so either. */
@FunctionalInterface
public interface Transitioned {
    boolean wanted(PolicyRule.Use use, Instant now);
}
