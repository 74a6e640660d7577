package gedeon.storage.notebooks;

/** What an act is done on. */
public sealed interface On {
    record Institution() implements On {}

    record Unit(int unit) implements On {}

    record Notebook(int notebook) implements On {}

    On INSTITUTION = new Institution();
}
