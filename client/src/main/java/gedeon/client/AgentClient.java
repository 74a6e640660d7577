package gedeon.client;

import static gedeon.client.Http.parameters;
import static gedeon.client.Http.path;
import static gedeon.client.Http.query;

import gedeon.client.wire.AcquisitionBody;
import gedeon.client.wire.HeartbeatAnswer;
import gedeon.client.wire.HeartbeatBody;
import gedeon.client.wire.ManifestBody;
import gedeon.client.wire.ManifestFile;
import gedeon.client.wire.NewReservation;
import gedeon.client.wire.OpenUploadBody;
import gedeon.client.wire.Page;
import gedeon.client.wire.ReceiptBody;
import gedeon.client.wire.RecheckAnswer;
import gedeon.client.wire.RecheckBody;
import gedeon.client.wire.ReservationBody;
import gedeon.client.wire.SourceBody;
import org.jspecify.annotations.Nullable;

/** What an agent says and asks of itself, with its own token. As {@link GedeonClient}, of which it is a part. */
public final class AgentClient {
    private final Http http;

    AgentClient(Http http) {
        this.http = http;
    }

    public Page<SourceBody> sources() {
        return http.send("GET", path("agents", "me", "sources"), null, Page.class, SourceBody.class);
    }

    public HeartbeatAnswer heartbeat(HeartbeatBody heartbeat) {
        return http.send("POST", path("agents", "me", "heartbeats"), heartbeat, HeartbeatAnswer.class);
    }

    /**
     * Keeps room for an acquisition before its first byte; the same again fits it to what is wanted now.
     *
     * @throws ProblemException 403 with the title {@link gedeon.client.wire.Problem#QUOTA_EXCEEDED} where there is not enough
     */
    public ReservationBody reserve(NewReservation wanted) {
        return http.send("POST", path("agents", "me", "reservations"), wanted, ReservationBody.class);
    }

    /** Gives room back that is not needed any more. */
    public void endReservation(String reservation) {
        http.sendOnly("DELETE", path("agents", "me", "reservations", reservation), null);
    }

    /** Declares an acquisition whose files are all stored. The same manifest again stands as it stood. */
    public ReceiptBody declare(ManifestBody manifest) {
        return http.send("POST", path("agents", "me", "acquisitions"), manifest, ReceiptBody.class);
    }

    /** What the server keeps of the acquisitions of this agent's instrument. */
    public Page<AcquisitionBody> acquisitions(@Nullable String after) {
        return http.send(
                "GET",
                query(path("agents", "me", "acquisitions"), parameters("after", after)),
                null,
                Page.class,
                AcquisitionBody.class);
    }

    /** The files of one of them, by its dataset. */
    public Page<ManifestFile> files(String dataset, @Nullable String after) {
        return http.send(
                "GET",
                query(path("agents", "me", "acquisitions", dataset, "files"), parameters("after", after)),
                null,
                Page.class,
                ManifestFile.class);
    }

    /** What was begun into the keys of this agent's sources, and not completed. */
    public Page<OpenUploadBody> uploads() {
        return http.send("GET", path("agents", "me", "uploads"), null, Page.class, OpenUploadBody.class);
    }

    /** How what was declared stands by now. */
    public ReceiptBody receipt(String dataset, int content) {
        String path = path("agents", "me", "acquisitions", "receipt");
        return http.send(
                "GET", query(path, parameters("dataset", dataset, "content", content)), null, ReceiptBody.class);
    }

    /** Whether what a receipt states can be relied on now. Waits as long as the server looks at its files. */
    public RecheckAnswer recheck(RecheckBody acquisition) {
        return http.patient()
                .send("POST", path("agents", "me", "acquisitions", "recheck"), acquisition, RecheckAnswer.class);
    }

    /** Tells that an acquisition was deleted where it was made. */
    public void freed(RecheckBody acquisition) {
        http.sendOnly("POST", path("agents", "me", "acquisitions", "freed"), acquisition);
    }
}
