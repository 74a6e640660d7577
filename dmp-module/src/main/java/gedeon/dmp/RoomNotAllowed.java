package gedeon.dmp;

import gedeon.kernel.ByteCount;

/** Approving would change the notebook's quota, and who asked may not set it. Nothing was approved. */
public final class RoomNotAllowed extends RuntimeException {
    private static final long serialVersionUID = 1;

    public RoomNotAllowed(String notebook, ByteCount before, ByteCount after) {
        super("approving this plan changes the quota of notebook " + notebook + " from " + before + " to " + after
                + " bytes, and setting a quota (SET_QUOTA) is not your right; ask the unit's director or an"
                + " administrator to approve it");
    }
}
