package gedeon.storage;

import gedeon.kernel.Release;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Who a process says that it is, beside its lease.
 *
 * @param host name of its machine, as that calls itself
 * @param release of this software
 */
public record ProcessIdentity(String host, Role role, String release) {
    /** What a process does. */
    public enum Role {
        /** Pages, catalogue, plans and the S3 port; one on a database. */
        COMPLETE,
        /** The S3 port and work on tiers; any number. */
        GATEWAY
    }

    /** This process, of this release. */
    public static ProcessIdentity of(Role role) {
        return new ProcessIdentity(thisHost(), role, Release.VERSION);
    }

    public static String thisHost() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return Optional.ofNullable(System.getenv("HOSTNAME")).orElse("unknown");
        }
    }
}
