package gedeon.cli.notebooks;

import gedeon.cli.Answering;
import gedeon.cli.ExitCode;
import gedeon.cli.Size;
import gedeon.client.wire.NewRoomRequest;
import gedeon.client.wire.RoomGrant;
import gedeon.client.wire.RoomRefusal;
import gedeon.kernel.ByteCount;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gedeon quota request}, {@code requests}, {@code grant}, {@code refuse}. */
final class RoomRequestCommands {
    private RoomRequestCommands() {}

    @Command(name = "request")
    static final class Ask extends Answering {
        @Parameters(paramLabel = "NAME", descriptionKey = "name")
        String name = "";

        @Option(names = "--more", paramLabel = "SIZE", required = true, converter = Size.class)
        ByteCount more = ByteCount.ZERO;

        @Option(names = "--more-objects", paramLabel = "N")
        @Nullable Long objects;

        @Option(names = "--reason", paramLabel = "WORDS", required = true)
        String reason = "";

        @Override
        protected ExitCode act() {
            return show(client().requestRoom(name, new NewRoomRequest(more.value(), objects, reason)));
        }
    }

    @Command(name = "requests")
    static final class ListAll extends Answering {
        @Parameters(paramLabel = "NAME", arity = "0..1", descriptionKey = "requests-of")
        @Nullable String name;

        @Override
        protected ExitCode act() {
            return show(client().roomRequests(name));
        }
    }

    @Command(name = "grant")
    static final class Grant extends Answering {
        @Parameters(paramLabel = "REQUEST", descriptionKey = "request-id")
        String request = "";

        @ArgGroup
        Bytes bytes = new Bytes();

        @Option(names = "--more-objects", paramLabel = "N")
        @Nullable Long objects;

        @Option(names = "--words", paramLabel = "WORDS", descriptionKey = "words")
        @Nullable String words;

        @Override
        protected ExitCode act() {
            return show(
                    client().grantRoom(request, new RoomGrant(value(bytes.limit), value(bytes.more), objects, words)));
        }

        private static @Nullable Long value(@Nullable ByteCount bytes) {
            return bytes == null ? null : bytes.value();
        }

        /** Either the limit that stands from then on, or what is added. */
        static final class Bytes {
            @Option(names = "--limit", paramLabel = "SIZE", converter = Size.class)
            @Nullable ByteCount limit;

            @Option(names = "--more", paramLabel = "SIZE", converter = Size.class)
            @Nullable ByteCount more;
        }
    }

    @Command(name = "refuse")
    static final class Refuse extends Answering {
        @Parameters(paramLabel = "REQUEST", descriptionKey = "request-id")
        String request = "";

        @Option(names = "--words", paramLabel = "WORDS", required = true, descriptionKey = "words")
        String words = "";

        @Override
        protected ExitCode act() {
            return show(client().refuseRoom(request, new RoomRefusal(words)));
        }
    }
}
