package gedeon.storage.encryption;

import gedeon.storage.Encryption;

/** Names a key of a notebook over all its generations. */
public record KeyName(int notebook, String name) {
    /** What the notebook's own key is called; no key that people make can have this name. */
    public static final String OWN = "_notebook";

    /** Seals what the journal says of encrypted versions; of no notebook. */
    private static final String JOURNAL = "_journal";

    public KeyName {
        if (!name.equals(OWN) && !name.equals(JOURNAL) && !Encryption.NamedKey.isName(name)) {
            throw new IllegalArgumentException("not a key's name: \"" + name + "\"");
        }
    }

    public static KeyName own(int notebook) {
        return new KeyName(notebook, OWN);
    }

    /** The one of this installation's journal. */
    public static KeyName journal() {
        return new KeyName(0, JOURNAL);
    }

    /** Whether it is made when it is first needed. */
    public boolean madeOnFirstUse() {
        return name.equals(OWN) || name.equals(JOURNAL) || name.equals(Encryption.NamedKey.DEFAULT);
    }

    @Override
    public String toString() {
        String called =
                name.equals(OWN) ? "the own key" : name.equals(JOURNAL) ? "the journal's key" : "key \"" + name + "\"";
        return called + " of notebook " + notebook;
    }
}
