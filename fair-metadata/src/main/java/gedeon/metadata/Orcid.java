package gedeon.metadata;

import java.util.Locale;

/** ORCID iDs: sixteen characters, the last one a check by ISO 7064 MOD 11-2 (support.orcid.org, "Structure of the ORCID Identifier"). */
public final class Orcid {
    private Orcid() {}

    /**
     * The iD in its usual form {@code 0000-0000-0000-0000}; an address in front is taken off.
     *
     * @throws IllegalArgumentException where it is none
     */
    public static String checked(String text) {
        String digits = text.strip()
                .toUpperCase(Locale.ROOT)
                .replaceFirst("^HTTPS?://(WWW\\.)?ORCID\\.ORG/", "")
                .replace("-", "");
        if (!digits.matches("\\d{15}[\\dX]") || digits.charAt(15) != check(digits)) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no ORCID iD: sixteen digits, the last one a check; compare it with orcid.org");
        }
        return digits.replaceAll("(.{4})(?=.)", "$1-");
    }

    private static char check(String digits) {
        int total = 0;
        for (int i = 0; i < 15; i++) {
            total = (total + digits.charAt(i) - '0') * 2 % 11;
        }
        int last = (12 - total) % 11;
        return last == 10 ? 'X' : (char) ('0' + last);
    }
}
