package gedeon.client.wire;

/** What one acquisition of a source is: each matching file, or each matching folder as a whole. */
public enum SourceKind {
    FILE,
    FOLDER
}
