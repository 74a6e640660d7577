package gedeon.server.connectors;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Resolves names to addresses that the server may speak to for people. The address checked is the one connected to, so a name that changes its address between two looks
 * gains nothing. Inner networks are open only where the setting says so; addresses of one link, clouds' metadata among them, never.
 */
public final class PublicAddresses implements DnsResolver {
    private final boolean allowPrivate;
    private final String setting;

    /** @param setting that opens inner networks, as refusals name it */
    public PublicAddresses(boolean allowPrivate, String setting) {
        this.allowPrivate = allowPrivate;
        this.setting = setting;
    }

    /** The name leads where connectors may not go. */
    public static final class Refused extends UnknownHostException {
        private static final long serialVersionUID = 1;

        Refused(String host, String remedy) {
            super(host + " leads to an address of an inner network that connectors may not reach" + remedy);
        }
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        String plain = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        InetAddress[] found = InetAddress.getAllByName(plain);
        for (InetAddress address : found) {
            switch (reach(address)) {
                case PUBLIC -> {}
                case INNER -> {
                    if (!allowPrivate) {
                        throw new Refused(host, "; set " + setting + " where this is meant");
                    }
                }
                case NEVER -> throw new Refused(host, "");
            }
        }
        return found;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    public enum Reach {
        PUBLIC,
        INNER,
        NEVER
    }

    public static Reach reach(InetAddress address) {
        byte[] raw = address.getAddress();
        if (address.isLinkLocalAddress() || address.isMulticastAddress() || address.isAnyLocalAddress()) {
            return Reach.NEVER;
        }
        if (address instanceof Inet6Address) {
            return reachOf6(raw);
        }
        int first = raw[0] & 0xFF;
        int second = raw[1] & 0xFF;
        if (first == 0
                || first >= 240
                || (first == 192 && second == 0 && raw[2] == 0)
                || (first == 198 && (second & 0xFE) == 18)) {
            return Reach.NEVER; // RFC 6890: this network, reserved, protocol assignments, benchmarks
        }
        boolean carrier = first == 100 && (second & 0xC0) == 64; // RFC 6598
        return address.isLoopbackAddress() || address.isSiteLocalAddress() || carrier ? Reach.INNER : Reach.PUBLIC;
    }

    private static Reach reachOf6(byte[] raw) {
        int head = (raw[0] & 0xFF) << 8 | raw[1] & 0xFF;
        boolean firstEightAreZero = zero(raw, 0, 8);
        if (head == 0x0064 && (raw[2] & 0xFF) == 0xFF && (raw[3] & 0xFF) == 0x9B) {
            return reachOf4(raw); // RFC 6052: an IPv4 address behind a translator
        }
        if (firstEightAreZero && zero(raw, 8, 15) && raw[15] == 1) {
            return Reach.INNER;
        }
        if (firstEightAreZero || head == 0x2002 || (head == 0x2001 && raw[2] == 0 && raw[3] == 0)) {
            return Reach.NEVER; // IPv4 in disguise: compatible, 6to4, Teredo
        }
        boolean unique = (raw[0] & 0xFE) == 0xFC; // RFC 4193
        boolean site = head >>> 6 == 0xFEC0 >>> 6;
        return unique || site ? Reach.INNER : Reach.PUBLIC;
    }

    private static Reach reachOf4(byte[] raw) {
        try {
            return reach(InetAddress.getByAddress(Arrays.copyOfRange(raw, 12, 16)));
        } catch (UnknownHostException e) {
            return Reach.NEVER;
        }
    }

    private static boolean zero(byte[] raw, int from, int to) {
        for (int i = from; i < to; i++) {
            if (raw[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
