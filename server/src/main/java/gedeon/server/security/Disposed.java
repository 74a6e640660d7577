package gedeon.server.security;

import gedeon.storage.disposal.Tombstone;
import java.util.List;

/** What was asked for was disposed of; only for who may read where it was. */
public final class Disposed extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String name;
    private final transient List<Tombstone> tombstones;

    /** @param tombstones of it, or of some of its files; at least one */
    public Disposed(String name, List<Tombstone> tombstones) {
        super(name + " was disposed of on " + tombstones.getFirst().disposed() + " by "
                + tombstones.getFirst().approvedBy() + ": "
                + tombstones.getFirst().reason());
        this.name = name;
        this.tombstones = List.copyOf(tombstones);
    }

    public String name() {
        return name;
    }

    public List<Tombstone> tombstones() {
        return tombstones;
    }
}
