package gedeon.server.web;

import gedeon.kernel.ByteCount;
import gedeon.storage.Quota;
import java.util.Locale;

/**
 * A quota bar's figures, ready to print. Widths are hundredths of the bar; with the limit below what is taken the bar is full.
 *
 * @param over bytes above the limit as text, empty where it fits
 */
public record QuotaBar(
        String used, String reserved, String limit, String usedWidth, String reservedWidth, String over) {
    static QuotaBar of(Quota quota, Locale locale) {
        ByteCount taken = quota.used().plus(quota.reserved());
        ByteCount above = taken.minusOrZero(quota.limit());
        double whole = Math.max(1, Math.max(quota.limit().value(), taken.value()));
        return new QuotaBar(
                quota.used().human(locale),
                quota.reserved().human(locale),
                quota.limit().human(locale),
                percent(quota.used().value() / whole),
                percent(quota.reserved().value() / whole),
                above.isZero() ? "" : above.human(locale));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f%%", share * 100);
    }
}
