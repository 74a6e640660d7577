package gedeon.storage.encryption;

import gedeon.storage.Encryption;

/** Names a key of a notebook over all its generations. */
public record KeyName(int notebook, String name) {
    /** What the notebook's own key is called; no key that people make can have this name. */
    public static final String OWN = "_notebook";

    public KeyName {
        if (!name.equals(OWN) && !Encryption.NamedKey.isName(name)) {
            throw new IllegalArgumentException("not a key's name: \"" + name + "\"");
        }
    }

    public static KeyName own(int notebook) {
        return new KeyName(notebook, OWN);
    }

    /** Whether it is made when it is first needed. */
    public boolean madeOnFirstUse() {
        return name.equals(OWN) || name.equals(Encryption.NamedKey.DEFAULT);
    }

    @Override
    public String toString() {
        return (name.equals(OWN) ? "the own key" : "key \"" + name + "\"") + " of notebook " + notebook;
    }
}
