package gedeon.storage.namespace;

/** What of a blob's row its header says, for a namespace that has lost the row. */
public final class HeaderRows {
    /** Of the table {@code blob}. */
    public static final String COLUMNS = "id, notebook, size, created, key_kind, key_name, key_generation, wrapped";

    /** Their values, of a row {@code h} with {@code blob}, {@code length}, {@code encrypted} and {@code metadata}, the header's JSON. */
    public static final String VALUES = """
            h.blob, (h.metadata ->> 'notebook')::int, h.length,
            to_timestamp(('x' || substr(replace(h.blob::text, '-', ''), 1, 12))::bit(48)::bigint / 1000.0),
            case when h.encrypted then case h.metadata ->> 'kind' when 'NOTEBOOK' then 'n' when 'NAMED' then 'k' else 'c' end::"char" end,
            case when h.encrypted then h.metadata ->> 'key' end,
            case when h.encrypted then (h.metadata ->> 'generation')::int end,
            case when h.encrypted then decode(h.metadata ->> 'wrapped', 'base64') end""";

    private HeaderRows() {}
}
