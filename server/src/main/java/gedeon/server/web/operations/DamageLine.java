package gedeon.server.web.operations;

import gedeon.client.wire.DamageBody;
import gedeon.server.web.Moment;
import java.util.List;
import java.util.Locale;

/**
 * A damaged copy as a row.
 *
 * @param reason empty where who looks may not know all names: those of adopted files stand in it
 * @param uses whose names who looks may know
 */
record DamageLine(
        String blob, String tier, Moment found, String reason, boolean lost, int others, List<DamageBody.Use> uses) {
    static DamageLine of(DamageBody one, Locale locale) {
        List<DamageBody.Use> named =
                one.versions().stream().filter(use -> use.key() != null).toList();
        return new DamageLine(
                one.blob(),
                one.tier(),
                Moment.of(one.found(), locale),
                named.size() == one.versions().size() ? one.reason() : "",
                one.lost(),
                one.otherCopies(),
                named);
    }
}
