package gedeon.storage.s3;

import gedeon.storage.s3.access.AddressRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The proxies that an operator names: what they say of a request is believed, nobody else's word is. Each proxy appends to {@code X-Forwarded-For} who was
 * connected to it; so it is read from its right end, as far as each word is that of a trusted one.
 */
public final class TrustedProxies {
    public static final TrustedProxies NONE = new TrustedProxies(List.of());
    /** Stands for an address that a proxy did not tell: in no network, and not this machine. */
    public static final String UNKNOWN = "unknown";

    public static final String FOR = "X-Forwarded-For";
    public static final String PROTO = "X-Forwarded-Proto";

    private final List<AddressRange> ranges;

    private TrustedProxies(List<AddressRange> ranges) {
        this.ranges = ranges;
    }

    /**
     * @param networks addresses, or networks in CIDR's form
     * @throws IllegalArgumentException where one is neither, or is everybody
     */
    public static TrustedProxies of(List<String> networks) {
        return new TrustedProxies(
                networks.stream().map(String::strip).map(TrustedProxies::range).toList());
    }

    private static AddressRange range(String text) {
        AddressRange range = AddressRange.of(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        "\"" + text + "\" is no address or network; write 192.0.2.7 or 10.0.0.0/8"));
        if (range.bits() == 0) {
            throw new IllegalArgumentException("\"" + text + "\" is everybody; name the proxies alone");
        }
        return range;
    }

    /**
     * Who sent a request, as trusted proxies tell.
     *
     * @param address one that can be read, or {@link #UNKNOWN}
     * @param secure whether it came encrypted to the first of them
     */
    public record Sender(String address, boolean secure) {}

    /**
     * @param peer the address of who is connected
     * @param secure whether that connection is encrypted
     * @param addresses each line of {@link #FOR}, as they came
     * @param schemes each line of {@link #PROTO}; where they name several, all must be https
     * @return empty where who is connected is none of these: what it says of others is nothing then
     */
    public Optional<Sender> sender(String peer, boolean secure, List<String> addresses, List<String> schemes) {
        if (!trusts(peer)) {
            return Optional.empty();
        }
        List<String> told = parts(schemes);
        return Optional.of(new Sender(
                address(peer, parts(addresses)),
                told.isEmpty() ? secure : told.stream().allMatch("https"::equalsIgnoreCase)));
    }

    private boolean trusts(String address) {
        return ranges.stream().anyMatch(range -> range.holds(address));
    }

    private String address(String peer, List<String> hops) {
        String address = peer;
        for (int i = hops.size() - 1; i >= 0 && trusts(address); i--) {
            address = withoutPort(hops.get(i));
            if (!AddressRange.isAddress(address)) {
                return UNKNOWN;
            }
        }
        return address;
    }

    private static List<String> parts(List<String> lines) {
        List<String> parts = new ArrayList<>();
        for (String line : lines) {
            for (String part : line.split(",")) {
                if (!part.isBlank()) {
                    parts.add(part.strip());
                }
            }
        }
        return parts;
    }

    /** Some proxies add the port, and then write IPv6 in brackets. */
    private static String withoutPort(String hop) {
        if (hop.startsWith("[")) {
            int end = hop.indexOf(']');
            return end < 0 ? hop : hop.substring(1, end);
        }
        int colon = hop.indexOf(':');
        return colon >= 0 && colon == hop.lastIndexOf(':') ? hop.substring(0, colon) : hop;
    }
}
