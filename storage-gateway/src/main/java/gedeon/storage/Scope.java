package gedeon.storage;

/** What a quota binds: a unit (and all below it) or a notebook. */
public sealed interface Scope {
    record OfUnit(int unit) implements Scope {}

    record OfNotebook(int notebook) implements Scope {}
}
