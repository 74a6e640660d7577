package gedeon.storage;

/** A request for more room was granted, whole or in part, or refused. */
public record RoomDecided(RoomRequests.RoomRequest request) {
    public RoomDecided {
        if (request.state() == RoomRequests.State.OPEN) {
            throw new IllegalArgumentException("request " + request.id() + " waits for a decision");
        }
    }
}
