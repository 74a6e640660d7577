package gedeon.server.rest;

import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.Notebooks.NotebookRow;
import gedeon.storage.notebooks.Notebooks.UnitRow;
import gedeon.storage.notebooks.On;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.notebooks.Rights;
import gedeon.storage.objects.ObjectStore;
import gedeon.storage.objects.ObjectStore.Bucket;
import java.util.Optional;
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

    Access(Notebooks notebooks, Rights rights, ObjectStore objects) {
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

    public Bucket bucket(Principal who, Act act, String name) {
        Optional<Bucket> found = objects.bucket(name);
        rights.require(
                who, act, found.<On>map(row -> new On.Notebook(row.notebook())).orElse(On.INSTITUTION));
        return found.orElseThrow(() -> new Notebooks.Unknown("bucket", name));
    }

    boolean may(Principal who, Act act, On on) {
        return rights.may(who, act, on);
    }

    void require(Principal who, Act act, On on) {
        rights.require(who, act, on);
    }
}
