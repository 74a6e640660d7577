package gedeon.storage.s3.access;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** A network in CIDR's form (RFC 4632), or one address. Names are never looked up. */
public record AddressRange(InetAddress network, int bits) {
    /** What is no address as it stands would be looked up as a name. */
    private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";

    private static final Pattern ADDRESS = Pattern.compile(BYTE + "(\\." + BYTE + "){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    /** S3: what spans more than that is public. */
    private static final int BROADEST_4 = 8;

    private static final int BROADEST_6 = 32;

    public static Optional<AddressRange> of(String text) {
        int slash = text.indexOf('/');
        String size = slash < 0 ? "" : text.substring(slash + 1);
        return address(slash < 0 ? text : text.substring(0, slash))
                .filter(found -> slash < 0 || size.matches("[0-9]{1,3}"))
                .map(found ->
                        new AddressRange(found, slash < 0 ? found.getAddress().length * 8 : Integer.parseInt(size)))
                .filter(range -> range.bits <= range.network.getAddress().length * 8);
    }

    private static Optional<InetAddress> address(String text) {
        if (!ADDRESS.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** Whether that is one address, and not a name. */
    public static boolean isAddress(String text) {
        return address(text).isPresent();
    }

    public boolean holds(String text) {
        Optional<InetAddress> asked = address(text);
        if (asked.isEmpty()) {
            return false;
        }
        byte[] one = asked.get().getAddress();
        byte[] all = network.getAddress();
        if (one.length != all.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % 8);
            if (((one[bit / 8] ^ all[bit / 8]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    boolean broad() {
        return bits < (network instanceof Inet4Address ? BROADEST_4 : BROADEST_6);
    }
}
