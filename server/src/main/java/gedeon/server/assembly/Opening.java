package gedeon.server.assembly;

import gedeon.storage.Gateway;
import gedeon.storage.GatewaySettings;
import gedeon.storage.encryption.KeyProvider;
import gedeon.storage.tier.posix.PosixTier;
import java.time.Clock;

/** How this process opens storage: as the complete server of its database, or beside that. */
@FunctionalInterface
interface Opening {
    Gateway open(GatewaySettings settings, PosixTier house, KeyProvider keys, Clock clock);
}
