package gedeon.storage.tier;

import gedeon.storage.objects.Copies;
import gedeon.storage.sql.Sql;
import java.util.List;

/** One tier, of the id that a fresh database gives to its first. */
public record OneTier(Tier tier) implements Tiers {
    public static Copies copies(Sql sql, Tier tier) {
        return new Copies(sql, new OneTier(tier), (place, how) -> {}, blob -> {});
    }

    public static Payload payload(Tier tier, Location location) {
        return (from, length) -> tier.read(location, from, length);
    }

    @Override
    public Tier of(short id) {
        return tier;
    }

    @Override
    public int rank(short id) {
        return 0;
    }

    @Override
    public List<Short> landing(int notebook) {
        return List.of((short) 1);
    }
}
