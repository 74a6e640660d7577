package gedeon.metadata;

import java.io.IOException;
import java.util.Optional;

/** What instruments' computers may delete, because it is stored: asked by their agents, who alone know what lies there. */
public interface LocalCopies {
    /**
     * Whether what that receipt states can be relied on now: this server signed it, for the content that is current; each version that it names is stored, was verified
     * and has a copy without known damage. Reads no file again. Costs its files.
     *
     * @return empty where it can; else why not
     */
    Optional<String> doubts(Agents.Agent agent, String source, String name, String receipt) throws IOException;

    /**
     * Keeps that the agent deleted it where it was made. Durable on return; again changes nothing.
     *
     * @throws IllegalArgumentException where no content has that receipt
     */
    void freed(Agents.Agent agent, String source, String name, String receipt);
}
