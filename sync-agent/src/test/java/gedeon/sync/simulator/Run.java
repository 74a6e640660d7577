package gedeon.sync.simulator;

import gedeon.client.GedeonClient;
import gedeon.client.ProblemException;
import gedeon.client.Unreachable;
import gedeon.client.wire.ManifestBody;
import gedeon.sync.FakeGedeon;
import gedeon.sync.agent.DrivenAgent;
import gedeon.sync.journal.Progress;
import gedeon.sync.transfer.S3Transport;
import gedeon.sync.transfer.SmallParts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One writer, one fault, one agent, from the first byte until long after the last: the agent naps as it does for itself, dies and is started again as its service
 * would. Everything that is left to chance comes from the seed.
 */
final class Run implements AutoCloseable {
    static final int PART = 4096;
    private static final Duration SHORTEST_NAP = Duration.ofMillis(250);
    private static final Duration SERVICE_RESTARTS = Duration.ofSeconds(5);
    private static final Duration LAST_LOOK = Duration.ofSeconds(3);
    private static final Duration LONGEST_AFTERWARDS = Duration.ofHours(14);

    private final Random random;
    private final Path home;
    private final World world;
    private final Sight sight;
    private final FakeGedeon server = new FakeGedeon();
    private final Moments moments = new Moments();
    private final Way way;
    private final BrittleDisk disk;
    private final GedeonClient client;
    private final Duration look;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    /** After all is there: for later looks and what they lead to. */
    private Duration afterwards = Duration.ofMinutes(12);

    private boolean powerCuts;
    private int told;
    private int starts;
    private @Nullable Living living;

    /** An agent that runs. */
    private record Living(Progress progress, S3Transport transport, DrivenAgent agent) {}

    /** @param look what a scan of a large tree takes, and so how long at least it naps */
    Run(Pattern pattern, Fault fault, long seed, Duration look) throws IOException {
        this(seed, look, pattern.share);
        server.sources.add(pattern.source(world.watched));
        Random story = new Random(seed * 31 + pattern.ordinal());
        pattern.tell(() -> new Hand(world, story));
        fault.befall(this, random);
    }

    Run(long seed, Duration look, boolean share) throws IOException {
        this.random = new Random(seed);
        this.look = look;
        this.home = Files.createTempDirectory("writers");
        this.world = new World(home, new Random(seed + 1));
        this.sight = new Sight(world, share);
        this.way = new Way(server, moments, world::pass);
        this.disk = new BrittleDisk(home.getFileSystem(), moments, new Random(seed + 2));
        this.client = new GedeonClient(way.uri(), "TOKEN");
    }

    World world() {
        return world;
    }

    FakeGedeon server() {
        return server;
    }

    Way way() {
        return way;
    }

    BrittleDisk disk() {
        return disk;
    }

    Moments moments() {
        return moments;
    }

    /** Who dies, dies by the power. */
    void powerCuts() {
        powerCuts = true;
    }

    /** How long it goes on after all is there. */
    Run afterwards(Duration time) {
        afterwards = time;
        return this;
    }

    /** Another writer, from now on. */
    Hand hand() {
        return new Hand(world, random);
    }

    void setClock(Duration ahead) {
        world.setClock(ahead);
    }

    /** Some time from now. */
    void later(Random chance, int fromSeconds, int toSeconds, World.Deed deed) {
        long wait = fromSeconds + chance.nextInt(toSeconds - fromSeconds);
        world.at(world.now() + Duration.ofSeconds(wait).toNanos(), deed);
    }

    /** Until all that was closed is there, and a while longer, in which nothing may happen; or until no patience is left. */
    Run toTheEnd() throws IOException {
        long quietSince = 0;
        while (!world.over() || world.now() < quietSince + afterwards.toNanos()) {
            Duration nap = step();
            note();
            world.pass(nap.compareTo(SHORTEST_NAP) < 0 ? SHORTEST_NAP : nap.compareTo(look) < 0 ? look : nap);
            if (!world.over() || !world.oracle.satisfied()) {
                quietSince = world.now();
            }
            if (world.now() > world.last() + LONGEST_AFTERWARDS.toNanos()) {
                break;
            }
        }
        if (!world.broken().isEmpty()) {
            throw world.broken().get(0);
        }
        return this;
    }

    /** What one pass asks for as a nap; a dead one is buried, and started again after a while. */
    private Duration step() throws IOException {
        try {
            Living now = living == null ? start() : living;
            Duration nap = now.agent().pass(moments::dead);
            if (!moments.dead()) {
                return nap;
            }
        } catch (ProblemException | Unreachable e) {
            boolean ends = e instanceof ProblemException refused && refused.status() == 401;
            if (!moments.dead() && !ends) {
                return SHORTEST_NAP;
            }
        } catch (UncheckedIOException | IOException e) {
            lines.add("ended: " + e);
        }
        boolean killed = moments.dead();
        bury();
        if (killed && powerCuts) {
            disk.loseWhatWasNotSynced();
        }
        return SERVICE_RESTARTS;
    }

    private Living start() throws IOException {
        starts++;
        Clock clock = clock();
        Progress progress = Progress.open(disk.of(home.resolve("agent.journal")), clock);
        S3Transport transport = SmallParts.of(way.uri(), PART);
        living = new Living(
                progress,
                transport,
                new DrivenAgent(client, progress, new LockedFiles(world, transport), world, sight, home, lines::add));
        return living;
    }

    private Clock clock() {
        InstantSource wall = world::wall;
        return wall.withZone(ZoneOffset.UTC);
    }

    private void bury() throws IOException {
        Living dead = living;
        living = null;
        if (dead != null) {
            dead.agent().close();
            dead.transport().close();
            dead.progress().close();
        }
        way.cutAll();
        moments.restart();
    }

    private void note() {
        for (ManifestBody manifest : server.manifests(told)) {
            world.oracle.told(manifest, world.now());
            told++;
        }
    }

    /** A scan comes within a look or ten seconds, and one more sees that the rest is over; behind a marker that rests for three, all of it takes five. */
    private Duration slack(Duration rest) {
        Duration scan = rest.compareTo(LAST_LOOK) <= 0 ? Duration.ofSeconds(2) : Duration.ofSeconds(11);
        return scan.plus(look).plus(look);
    }

    Judged judged() {
        return world.oracle.judged(this::slack);
    }

    /** What the agent said, for who looks for a fault. */
    List<String> lines() {
        return List.copyOf(lines);
    }

    int starts() {
        return starts;
    }

    @Override
    public void close() throws IOException {
        bury();
        way.close();
        server.close();
        List<Path> all = new ArrayList<>();
        try (Stream<Path> files = Files.walk(home)) {
            files.sorted(Comparator.reverseOrder()).forEach(all::add);
        }
        for (Path file : all) {
            Files.delete(file);
        }
    }
}
