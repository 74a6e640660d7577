package gedeon.storage.encryption.file;

import java.io.IOException;
import java.util.Optional;

/** Where the key comes from that wraps the keys of notebooks. Ids are made of the keys, so the same key has the same id everywhere. */
interface MasterKeys {
    /** The one that wraps from now on. */
    MasterKey current() throws IOException;

    /** One that still wraps something. */
    Optional<MasterKey> byId(String id) throws IOException;

    /** Makes another one current, durable on return; those before it stay. @throws IllegalStateException where a person has to do that; the message says how */
    MasterKey next() throws IOException;

    /** Forgets all but the current one: nothing is under them any more. */
    void retireOthers() throws IOException;
}
