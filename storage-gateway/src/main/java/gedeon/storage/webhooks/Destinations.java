package gedeon.storage.webhooks;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Where a webhook may lead: http or https, to public addresses unless a setting says otherwise. Asked when one is registered and again before each delivery,
 * since a name may lead elsewhere by then. The name is asked once: who delivers connects to the very addresses that were looked at here.
 */
final class Destinations {
    private static final int LONGEST = 2000;

    private final boolean privateAddresses;
    private final Names names;

    /** To which addresses a name leads. */
    @FunctionalInterface
    interface Names {
        InetAddress[] of(String host) throws UnknownHostException;
    }

    Destinations(boolean privateAddresses) {
        this(privateAddresses, InetAddress::getAllByName);
    }

    Destinations(boolean privateAddresses, Names names) {
        this.privateAddresses = privateAddresses;
        this.names = names;
    }

    /** @param addresses of the host, every one of which may be reached; at least one */
    record Destination(URI uri, List<InetAddress> addresses) {
        Destination {
            addresses = List.copyOf(addresses);
        }
    }

    /** @throws IllegalArgumentException naming what is wrong and the remedy */
    Destination require(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("a webhook's address is a URL such as https://host/path");
        }
        String host = uri.getHost();
        boolean web = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
        if (!web || host == null || url.length() > LONGEST) {
            throw new IllegalArgumentException("a webhook's address begins with http:// or https:// and names a host");
        }
        if (uri.getUserInfo() != null || uri.getFragment() != null) {
            throw new IllegalArgumentException(
                    "a webhook's address has no user and no fragment; its secret signs instead");
        }
        try {
            List<InetAddress> addresses = List.of(names.of(host));
            addresses.forEach(address -> requireAllowed(host, address));
            return new Destination(uri, addresses);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("the host " + host + " of a webhook is not known");
        }
    }

    private void requireAllowed(String host, InetAddress address) {
        if (address.isLinkLocalAddress() || address.isMulticastAddress() || address.isAnyLocalAddress()) {
            throw new IllegalArgumentException(host + " leads to an address that webhooks never reach");
        }
        if (!privateAddresses && inner(address)) {
            throw new IllegalArgumentException(
                    host + " leads to an inner network; gedeon.s3.webhooks-to-private-addresses=true allows it");
        }
    }

    /** Loopback, RFC 1918, RFC 6598, RFC 4193, what RFC 6890 reserves, and IPv4 in the forms that IPv6 has for it. */
    static boolean inner(InetAddress address) {
        byte[] raw = address.getAddress();
        int first = raw[0] & 0xff;
        int second = raw[1] & 0xff;
        if (address.isLoopbackAddress() || address.isSiteLocalAddress()) {
            return true;
        }
        if (address instanceof Inet6Address) {
            boolean unique = (first & 0xfe) == 0xfc;
            boolean translated =
                    first == 0 && second == 0x64 || first == 0x20 && (second == 0x02 || second == 0x01 && raw[2] == 0);
            boolean zeroes = first == 0 && second == 0;
            return unique || translated || zeroes;
        }
        return first == 0
                || first >= 240
                || first == 100 && (second & 0xc0) == 64
                || first == 192 && second == 0 && raw[2] == 0
                || first == 198 && (second & 0xfe) == 18;
    }
}
