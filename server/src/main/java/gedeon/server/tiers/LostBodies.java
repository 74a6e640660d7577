package gedeon.server.tiers;

import gedeon.client.wire.LostBody;
import gedeon.server.security.Access;
import gedeon.storage.lifecycle.fixity.Lost;
import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.On;
import gedeon.storage.notebooks.Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What audits put aside, as the wire names it. */
@Component
public class LostBodies {
    private final Notebooks notebooks;
    private final Access access;

    LostBodies(Notebooks notebooks, Access access) {
        this.notebooks = notebooks;
        this.access = access;
    }

    /** Without names where the asker may not list the notebook that the header names. */
    public LostBody body(Principal who, Lost lost) {
        Lost.Content content = lost.content();
        Integer notebook = content == null ? null : content.notebook();
        boolean seen = notebook != null && access.may(who, Act.LIST_OBJECTS, new On.Notebook(notebook));
        return new LostBody(
                lost.blob().toString(),
                lost.found(),
                lost.changed(),
                content == null ? null : content.bytes(),
                lost.named(),
                content == null ? null : content.encrypted(),
                seen && notebook != null ? name(notebook) : null,
                seen && content != null ? content.bucket() : null,
                seen && content != null && content.key() != null ? String.valueOf(content.key()) : null);
    }

    private @Nullable String name(int notebook) {
        return notebooks.notebook(notebook).map(Notebooks.NotebookRow::name).orElse(null);
    }
}
