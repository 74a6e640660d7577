package gedeon.storage.encryption.file;

import gedeon.storage.encryption.KeyName;
import gedeon.storage.encryption.KeyProvider;
import gedeon.storage.encryption.KeyRef;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HexFormat;

/** Makes, rotates and destroys keys until it is killed; says what is done only when it is. */
final class KilledKeyWriter {
    private KilledKeyWriter() {}

    public static void main(String[] args) throws Exception {
        KeyProvider keys = FileKeyProvider.inFolder(Path.of(args[0]), Clock.systemUTC());
        KeyName own = KeyName.own(1);
        for (int i = 0; ; i++) {
            KeyRef made = keys.renew(own);
            KeyProvider.Wrapped wrapped = keys.wrap(own, new byte[32], new byte[0]);
            say("made " + made.generation() + " " + HexFormat.of().formatHex(wrapped.bytes()));
            if (i % 3 == 1) {
                keys.rotate();
            }
            if (i % 4 == 2) {
                say("destroying " + made.generation());
                keys.destroy(made);
                say("destroyed " + made.generation());
            }
        }
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
