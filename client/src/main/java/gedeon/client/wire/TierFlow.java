package gedeon.client.wire;

/** What would come into a tier and leave it: copies of blobs, and their bytes. */
public record TierFlow(String tier, long comingBlobs, long comingBytes, long leavingBlobs, long leavingBytes) {}
