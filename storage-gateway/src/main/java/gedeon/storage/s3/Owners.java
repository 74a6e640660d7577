package gedeon.storage.s3;

import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.s3.xml.XmlWriter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** S3's canonical users are Gédéon's notebooks: what a notebook's people write belongs to the notebook. */
final class Owners {
    /** @param id canonical id, as {@code key create} prints it */
    record Owner(String id, String name) {}

    private final Notebooks notebooks;
    /** Ids never change and are never used again, and names hardly: a name that was changed is shown anew by the next process. */
    private final Map<Integer, Owner> known = new ConcurrentHashMap<>();

    Owners(Notebooks notebooks) {
        this.notebooks = notebooks;
    }

    Owner of(int notebook) {
        return known.computeIfAbsent(
                notebook,
                id -> new Owner(
                        Notebooks.canonicalId(id),
                        notebooks.notebook(id).map(Notebooks.NotebookRow::name).orElse("")));
    }

    /** The notebook of a canonical id, where there is one. */
    Optional<Integer> notebook(String canonicalId) {
        return Notebooks.ofCanonicalId(canonicalId)
                .filter(id -> notebooks.notebook(id).isPresent());
    }

    static XmlWriter write(XmlWriter xml, String element, Owner owner) {
        return xml.open(element)
                .element("ID", owner.id())
                .element("DisplayName", owner.name())
                .close(element);
    }
}
