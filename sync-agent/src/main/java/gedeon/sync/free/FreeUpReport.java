package gedeon.sync.free;

import com.fasterxml.jackson.annotation.JsonInclude;
import gedeon.kernel.ByteCount;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What could be deleted on this computer because the server has it, or was.
 *
 * @param enabled whether the configuration lets it be deleted
 * @param days after how many from its receipt on
 * @param files and {@code bytes}: of those that could go, or went
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FreeUpReport(
        boolean enabled, int days, long acquisitions, long files, long bytes, List<Acquisition> all) {
    public FreeUpReport {
        all = List.copyOf(all);
    }

    /** One acquisition that lies here: {@code state} is {@code could}, {@code freed} or {@code stays}, with the reason. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Acquisition(
            String source,
            String name,
            String state,
            long files,
            long bytes,
            @Nullable String reason) {}

    /** Adds them up; of those that stay the first {@value #MOST} are told one by one. */
    static final class Sum {
        private static final int MOST = 10_000;

        private final List<Acquisition> all = new ArrayList<>();
        private long acquisitions;
        private long files;
        private long bytes;
        private int stay;

        void add(Acquisition one) {
            boolean stays = one.state().equals("stays");
            if (stays) {
                stay++;
            } else {
                acquisitions++;
                files += one.files();
                bytes += one.bytes();
            }
            if (!stays || stay <= MOST) {
                all.add(one);
            }
        }

        FreeUpReport report(FreeUpSettings settings, int days) {
            return new FreeUpReport(settings.enabled(), days, acquisitions, files, bytes, all);
        }
    }

    /** For people, in French or English. */
    public List<String> lines(Locale locale) {
        boolean french = "fr".equals(locale.getLanguage());
        String size = ByteCount.of(bytes).human(locale);
        List<String> lines = new ArrayList<>();
        boolean freed = all.stream().anyMatch(one -> one.state().equals("freed"));
        if (french) {
            lines.add(acquisitions
                    + (freed ? " acquisitions effacées ici, " : " acquisitions pourraient être effacées ici, ") + size
                    + " en " + files + " fichiers (accusé vieux de " + days + " jours ou plus)");
        } else {
            lines.add(acquisitions + (freed ? " acquisitions deleted here, " : " acquisitions could be deleted here, ")
                    + size + " in " + files + " files (receipt " + days + " days old or more)");
        }
        if (!enabled) {
            lines.add(
                    french
                            ? "rien n'est effacé : freeUp.enabled est false dans la configuration de cet agent"
                            : "nothing is deleted: freeUp.enabled is false in this agent's configuration");
        }
        for (Acquisition one : all) {
            lines.add("  " + (french ? inFrench(one.state()) : one.state()) + "  " + one.source() + '/' + one.name()
                    + "  " + ByteCount.of(one.bytes()).human(locale)
                    + (one.reason() == null ? "" : ": " + one.reason()));
        }
        return lines;
    }

    private static String inFrench(String state) {
        return switch (state) {
            case "could" -> "effaçable";
            case "freed" -> "effacée";
            default -> "reste";
        };
    }
}
