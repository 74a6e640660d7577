package gedeon.server.security;

import gedeon.metadata.Agents;
import gedeon.metadata.Catalogue;
import gedeon.metadata.Dataset;
import gedeon.metadata.Instrument;
import gedeon.metadata.Sight;
import gedeon.storage.RoomRequests;
import gedeon.storage.disposal.DisposalRequest;
import gedeon.storage.disposal.Disposing;
import gedeon.storage.disposal.Tombstone;
import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.Notebooks.NotebookRow;
import gedeon.storage.notebooks.Notebooks.UnitRow;
import gedeon.storage.notebooks.On;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.notebooks.Rights;
import gedeon.storage.objects.Bucket;
import gedeon.storage.objects.ObjectStore;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Finds a thing by its name and asks for the right on it. What does not exist answers like what is not allowed, except to an administrator, who sees everything:
 * nobody learns names by asking.
 */
@Component
public class Access {
    private final Notebooks notebooks;
    private final Rights rights;
    private final ObjectStore objects;
    private final Catalogue catalogue;
    private final RoomRequests requests;
    private final Disposing disposing;
    private final Tombs tombs;

    Access(
            Notebooks notebooks,
            Rights rights,
            ObjectStore objects,
            Catalogue catalogue,
            RoomRequests requests,
            Disposing disposing,
            Tombs tombs) {
        this.disposing = disposing;
        this.tombs = tombs;
        this.requests = requests;
        this.catalogue = catalogue;
        this.notebooks = notebooks;
        this.rights = rights;
        this.objects = objects;
    }

    public NotebookRow notebook(Principal who, Act act, String name) {
        Optional<NotebookRow> found = notebooks.notebook(name);
        rights.require(who, act, found.<On>map(row -> new On.Notebook(row.id())).orElse(On.INSTITUTION));
        return found.orElseThrow(() -> new Notebooks.Unknown("notebook", name));
    }

    public UnitRow unit(Principal who, Act act, String name) {
        Optional<UnitRow> found = notebooks.unit(name);
        rights.require(who, act, found.<On>map(row -> new On.Unit(row.id())).orElse(On.INSTITUTION));
        return found.orElseThrow(() -> new Notebooks.Unknown("unit", name));
    }

    /** A request for room that {@code who} may decide. */
    public RoomRequests.RoomRequest roomRequest(Principal who, String id) {
        Optional<RoomRequests.RoomRequest> found =
                id.matches("[0-9]{1,18}") ? requests.find(Long.parseLong(id)) : Optional.empty();
        rights.require(
                who,
                Act.SET_QUOTA,
                found.<On>map(one -> new On.Notebook(one.notebook())).orElse(On.INSTITUTION));
        return found.orElseThrow(() -> new Notebooks.Unknown("request", id));
    }

    /** A disposal of a notebook whose objects {@code who} may list, or whose disposals they may approve. */
    public DisposalRequest disposal(Principal who, String id) {
        Optional<DisposalRequest> found =
                id.matches("[0-9]{1,18}") ? disposing.requests().find(Long.parseLong(id)) : Optional.empty();
        On on = found.<On>map(one -> new On.Notebook(one.notebook())).orElse(On.INSTITUTION);
        if (!rights.may(who, Act.APPROVE_DISPOSAL, on)) {
            rights.require(who, Act.LIST_OBJECTS, on);
        }
        return found.orElseThrow(() -> new Notebooks.Unknown("disposal", id));
    }

    public Bucket bucket(Principal who, Act act, String name) {
        Optional<Bucket> found = objects.bucket(name);
        rights.require(
                who, act, found.<On>map(row -> new On.Notebook(row.notebook())).orElse(On.INSTITUTION));
        return found.orElseThrow(() -> new Notebooks.Unknown("bucket", name));
    }

    public Instrument instrument(Principal who, Act act, String name) {
        Optional<Instrument> found = catalogue.instruments().find(name);
        rights.require(
                who, act, found.<On>map(one -> new On.Notebook(one.notebook())).orElse(On.INSTITUTION));
        return found.orElseThrow(() -> new Notebooks.Unknown("instrument", name));
    }

    /** @throws Disposed where its files were disposed of and {@code who} might have done that with it */
    public Dataset dataset(Principal who, Act act, String id) {
        Optional<Dataset> found = uuid(id).flatMap(catalogue.datasets()::find);
        if (found.isEmpty()) {
            requireNotDisposed(who, act, id);
        }
        rights.require(
                who, act, found.<On>map(one -> new On.Notebook(one.notebook())).orElse(On.INSTITUTION));
        return found.filter(one -> manages(who, one.notebook()))
                .flatMap(one -> catalogue.datasets().findWithPersonal(one.id()))
                .or(() -> found)
                .orElseThrow(() -> new Notebooks.Unknown("dataset", id));
    }

    private void requireNotDisposed(Principal who, Act act, String id) {
        uuid(id).flatMap(catalogue.datasets()::gone)
                .filter(one -> rights.may(who, act, new On.Notebook(one.notebook())))
                .ifPresent(one -> {
                    List<Tombstone> kept = tombs.of(one);
                    if (!kept.isEmpty()) {
                        throw new Disposed(one.name(), kept);
                    }
                });
    }

    /** Who manages a notebook sees its personal fields as well. */
    private boolean manages(Principal who, int notebook) {
        return rights.may(who, Act.MANAGE_MEMBERS, new On.Notebook(notebook));
    }

    /** What {@code who} finds in these notebooks, which they may read. */
    public Sight sight(Principal who, Set<Integer> notebooks) {
        Set<Integer> managed = new HashSet<>(rights.notebooks(who, Act.MANAGE_MEMBERS));
        managed.retainAll(notebooks);
        return new Sight(notebooks, managed);
    }

    public static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The agent that asks; nobody else may. */
    public Agents.Agent agent(Principal who) {
        return Optional.of(who)
                .filter(one -> one.kind() == Principal.Kind.AGENT)
                .flatMap(one -> catalogue.agents().byAccount(one.id()))
                .orElseThrow(() -> new Rights.Denied(Act.ADD_OBJECT));
    }

    /** An agent of an instrument, by its id. */
    public Agents.Agent agent(Principal who, Act act, String id) {
        Optional<Agents.Agent> found = uuid(id).flatMap(catalogue.agents()::find);
        rights.require(
                who,
                act,
                found.<On>map(one -> new On.Notebook(one.instrument().notebook()))
                        .orElse(On.INSTITUTION));
        return found.orElseThrow(() -> new Notebooks.Unknown("agent", id));
    }

    /** Notebooks on which {@code who} may do {@code act}: of all, or the one named, which must be among them. */
    public Set<Integer> notebooks(Principal who, Act act, @Nullable String name) {
        return name == null
                ? rights.notebooks(who, act)
                : Set.of(notebook(who, act, name).id());
    }

    /** May do it on some notebook at least. */
    public void requireAnywhere(Principal who, Act act) {
        if (rights.notebooks(who, act).isEmpty()) {
            throw new Rights.Denied(act);
        }
    }

    public boolean may(Principal who, Act act, On on) {
        return rights.may(who, act, on);
    }

    public void require(Principal who, Act act, On on) {
        rights.require(who, act, on);
    }
}
