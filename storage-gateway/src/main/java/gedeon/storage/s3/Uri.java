package gedeon.storage.s3;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Percent-encoding as S3 and SigV4 use it (RFC 3986 unreserved characters stay). */
public final class Uri {
    private static final String HEX = "0123456789ABCDEF";

    private Uri() {}

    /** Decodes percent-escapes; in queries also {@code +} as a space where asked. Characters beyond ASCII that came as they are stand for their UTF-8. */
    public static byte[] decode(String text, boolean plusIsSpace) {
        byte[] given = text.getBytes(StandardCharsets.UTF_8);
        if (text.indexOf('%') < 0 && !(plusIsSpace && text.indexOf('+') >= 0)) {
            return given;
        }
        int count = 0;
        for (int i = 0; i < given.length; i++) {
            byte b = given[i];
            if (b == '%') {
                int high = i + 2 < given.length ? Character.digit(given[i + 1], 16) : -1;
                int low = i + 2 < given.length ? Character.digit(given[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    throw new S3Error(
                            "InvalidURI",
                            400,
                            "a percent sign in the address is not followed by two hexadecimal digits");
                }
                given[count++] = (byte) (high << 4 | low);
                i += 2;
            } else {
                given[count++] = b == '+' && plusIsSpace ? (byte) ' ' : b;
            }
        }
        return Arrays.copyOf(given, count);
    }

    public static String decodeText(String text, boolean plusIsSpace) {
        return new String(decode(text, plusIsSpace), StandardCharsets.UTF_8);
    }

    /** Encodes all but unreserved characters; slashes stay where asked. */
    public static String encode(byte[] bytes, boolean keepSlash) {
        StringBuilder text = new StringBuilder(bytes.length + 16);
        for (byte b : bytes) {
            char c = (char) (b & 0xff);
            if (c >= 'A' && c <= 'Z'
                    || c >= 'a' && c <= 'z'
                    || c >= '0' && c <= '9'
                    || c == '-'
                    || c == '.'
                    || c == '_'
                    || c == '~'
                    || keepSlash && c == '/') {
                text.append(c);
            } else {
                text.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            }
        }
        return text.toString();
    }

    public static String encode(String text, boolean keepSlash) {
        return encode(text.getBytes(StandardCharsets.UTF_8), keepSlash);
    }
}
