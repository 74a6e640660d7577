package gedeon.metadata.extraction.folder;

/** One value of a parameter file. {@code unit} is what stands beside the value in a place of its own; empty where nothing does. */
record Entry(String key, String value, String unit) {}
