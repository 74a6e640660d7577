package gedeon.server.tiers;

import gedeon.client.wire.JobBody;
import gedeon.storage.lifecycle.Tiering;
import gedeon.storage.lifecycle.jobs.StorageJob;
import gedeon.storage.lifecycle.jobs.StorageJobs;
import gedeon.storage.notebooks.Notebooks;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Jobs of storage as the wire names them, and what may be told to one. */
@Component
public class JobBodies {
    private final StorageJobs jobs;
    private final TierBodies tiers;

    JobBodies(Tiering tiering, TierBodies tiers) {
        this.jobs = tiering.jobs();
        this.tiers = tiers;
    }

    public List<JobBody> all() {
        Map<Short, String> names = tiers.names();
        return jobs.all().stream().map(job -> body(job, names)).toList();
    }

    /** @throws Notebooks.Unknown where there is none of that number */
    public JobBody find(long id) {
        return body(row(id));
    }

    public JobBody body(StorageJob job) {
        return body(job, tiers.names());
    }

    private StorageJob row(long id) {
        return jobs.find(id).orElseThrow(() -> new Notebooks.Unknown("job", String.valueOf(id)));
    }

    /** @throws InUse where it does not run */
    public JobBody pause(long id) {
        return after(id, jobs.pause(id, true), "runs", "pause");
    }

    /** @throws InUse where it is not paused */
    public JobBody resume(long id) {
        return after(id, jobs.pause(id, false), "is paused", "resume");
    }

    /** @throws InUse where it does not run */
    public JobBody run(long id) {
        return after(id, jobs.now(id), "runs", "run now");
    }

    /** @throws InUse where it has ended, or is of a kind that never does */
    public JobBody cancel(long id) {
        StorageJob job = row(id);
        if (!job.kind().ends()) {
            throw new InUse("job " + id + " is " + name(job) + " and is never cancelled; pause it instead");
        }
        return after(id, jobs.cancel(id), "runs or is paused", "cancel");
    }

    /**
     * @param bytesPerSecond 0 for no limit
     * @throws InUse where it has ended
     */
    public JobBody limit(long id, long bytesPerSecond) {
        if (bytesPerSecond < 0) {
            throw new IllegalArgumentException(
                    "\"bandwidth\" is bytes a second, 0 for no limit, was " + bytesPerSecond);
        }
        return after(id, jobs.limit(id, bytesPerSecond), "runs or is paused", "limit");
    }

    private JobBody after(long id, boolean done, String needed, String act) {
        StorageJob job = row(id);
        if (!done) {
            throw new InUse("job " + id + " (" + name(job) + ") is "
                    + job.state().name().toLowerCase(Locale.ROOT) + "; only a job that " + needed + " can be told to "
                    + act);
        }
        return body(job);
    }

    private static String name(StorageJob job) {
        return job.kind().name().toLowerCase(Locale.ROOT);
    }

    private static JobBody body(StorageJob job, Map<Short, String> names) {
        Short tier = job.tier();
        return new JobBody(
                job.id(),
                name(job),
                tier == null ? null : names.getOrDefault(tier, String.valueOf(tier)),
                job.state().name().toLowerCase(Locale.ROOT),
                job.started(),
                job.finished(),
                job.askedBy(),
                job.blobs(),
                job.done(),
                job.bytes(),
                job.failed(),
                job.bandwidth() == 0 ? null : job.bandwidth(),
                job.reason(),
                job.roundBegan(),
                job.roundEnded(),
                job.kind().ends());
    }
}
