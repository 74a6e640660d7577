package gedeon.client;

import org.jspecify.annotations.Nullable;

/**
 * Hears of everything that a {@link GedeonClient} sends, just before it leaves, with the very value that is sent. Called on the thread that sends; must
 * neither block nor throw. The token is not told.
 */
@FunctionalInterface
public interface Outgoing {
    /**
     * @param path with its query, as it is sent
     * @param body a wire record, text that is JSON already, or null where nothing goes along
     */
    void leaves(String method, String path, @Nullable Object body);
}
