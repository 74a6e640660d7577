package gedeon.metadata.extraction;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A reading process seen from the server, which trusts it with nothing: it may ask for bytes of the acquisition at hand, within the budget, and tell what it found. */
final class WorkerProcess implements AutoCloseable {
    /** More files than that are not told to readers; the first in order of path are. */
    static final int MOST_FILES = 20_000;

    private static final int STARTUP_ERRORS = 2000;
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final Process process;
    private final Path directory;
    private final ExtractionSettings settings;
    private final DataOutputStream out;
    private final BlockingQueue<Event> events = new ArrayBlockingQueue<>(4);
    private final ByteArrayOutputStream startupErrors = new ByteArrayOutputStream();
    private final Thread listener;
    private volatile boolean ready;
    private long inStore;
    private @Nullable String unreadable;
    private int acquisitions;

    private WorkerProcess(Process process, Path directory, ExtractionSettings settings) {
        this.process = process;
        this.directory = directory;
        this.settings = settings;
        this.out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream(), 64 * 1024));
        this.listener =
                Thread.ofPlatform().daemon().name("extraction-" + process.pid()).unstarted(this::listen);
    }

    static WorkerProcess start(List<String> command, ExtractionSettings settings) throws IOException {
        Path directory = Files.createTempDirectory("gedeon-extraction-");
        Files.createFile(directory.resolve("hosts"));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().clear();
        WorkerProcess worker = new WorkerProcess(builder.start(), directory, settings);
        worker.listener.start();
        Thread.ofPlatform()
                .daemon()
                .name("extraction-errors-" + worker.process.pid())
                .start(worker::drain);
        return worker;
    }

    void awaitReady() throws Failed, InterruptedException {
        if (await(System.nanoTime() + START_LIMIT.toNanos()).kind() != Frame.READY) {
            throw new Failed("The reading process could not be started: it did not say that it is ready.");
        }
        ready = true;
    }

    /** Alive, and silent as it should be between two acquisitions. */
    boolean usable() {
        return process.isAlive() && events.isEmpty();
    }

    int acquisitions() {
        return acquisitions;
    }

    /** Whether what became of the last acquisition is the store's doing: it could not read, or it took most of the time. */
    boolean blamesStore() {
        return unreadable != null || inStore > settings.timeLimit().toNanos() / 2;
    }

    Reading extract(Material material) throws Failed, InterruptedException {
        acquisitions++;
        inStore = 0;
        unreadable = null;
        // A process that does not even take its answers would block the sender, which sees no deadline.
        CompletableFuture<Void> guard = new CompletableFuture<Void>()
                .completeOnTimeout(null, settings.timeLimit().toMillis() + 1000, TimeUnit.MILLISECONDS)
                .thenRun(process::destroyForcibly);
        try {
            return converse(material);
        } finally {
            guard.cancel(false);
        }
    }

    private Reading converse(Material material) throws Failed, InterruptedException {
        List<Material.MaterialFile> files = material.files();
        List<Material.MaterialFile> told = files.subList(0, Math.min(files.size(), MOST_FILES));
        long deadline = System.nanoTime() + settings.timeLimit().toNanos();
        long left = settings.readingBudget();
        send(start(material, told));
        while (true) {
            Frame frame = await(deadline);
            try {
                DataInputStream body = new DataInputStream(new ByteArrayInputStream(frame.body()));
                switch (frame.kind()) {
                    case Frame.READ -> {
                        Frame answer = answer(material, told, body, left);
                        left -= answer.kind() == Frame.BYTES ? answer.body().length : 0;
                        send(answer);
                    }
                    case Frame.RESULT -> {
                        Reading parsed = Reading.parse(body);
                        Reading reading = unreadable == null ? parsed : parsed.later(unreadable);
                        return told.size() == files.size() ? reading : reading.noting(MOST_FILES, files.size());
                    }
                    default -> throw new Frame.Broken("a message of kind " + frame.kind());
                }
            } catch (IOException e) {
                throw broken(e);
            }
        }
    }

    private static Frame start(Material material, List<Material.MaterialFile> files) {
        return Frame.of(Frame.START, f -> {
            Frame.text(f, material.name());
            f.writeBoolean(material.folder());
            f.writeInt(files.size());
            for (Material.MaterialFile file : files) {
                Frame.text(f, file.path());
                f.writeLong(file.size());
            }
        });
    }

    private Frame answer(Material material, List<Material.MaterialFile> files, DataInputStream body, long left)
            throws IOException {
        int index = body.readInt();
        long offset = body.readLong();
        int length = body.readInt();
        if (index < 0 || index >= files.size() || offset < 0 || length < 0 || length > Frame.LONGEST_READ) {
            throw new Frame.Broken("a question for bytes that are not there");
        }
        Material.MaterialFile file = files.get(index);
        if (Math.min(length, Math.max(0, file.size() - offset)) > left) {
            return Frame.of(Frame.SPENT, f -> f.writeLong(settings.readingBudget()));
        }
        long began = System.nanoTime();
        try {
            return new Frame(Frame.BYTES, material.read(file, offset, length));
        } catch (Material.BudgetSpent e) {
            return Frame.of(Frame.SPENT, f -> f.writeLong(settings.readingBudget()));
        } catch (IOException | RuntimeException e) {
            unreadable = "The store could not read " + file.path() + ".";
            return new Frame(Frame.UNREADABLE, new byte[0]);
        } finally {
            inStore += System.nanoTime() - began;
        }
    }

    private void send(Frame frame) throws Failed, InterruptedException {
        try {
            frame.send(out);
        } catch (IOException e) {
            throw new Failed(ending());
        }
    }

    private Frame await(long deadline) throws Failed, InterruptedException {
        Event event = events.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (event == null) {
            String limit = ready ? settings.timeLimit().toMillis() / 1000.0 + " s" : START_LIMIT.toSeconds() + " s";
            throw new Failed(
                    ready
                            ? "Reading took longer than " + limit + " and was stopped."
                            : "The reading process was not ready within " + limit + ".");
        }
        if (event instanceof Event.Said said) {
            return said.frame();
        }
        if (event instanceof Event.Garbage garbage) {
            throw broken(garbage.problem());
        }
        throw new Failed(ending());
    }

    private static Failed broken(IOException problem) {
        return new Failed("The reading process said something that makes no sense (" + problem.getMessage()
                + ") and was stopped.");
    }

    private String ending() throws InterruptedException {
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
            return "The reading process closed its output and was stopped.";
        }
        int code = process.exitValue();
        if (!ready) {
            synchronized (startupErrors) {
                return "The reading process ended while starting (exit code " + code + "): "
                        + startupErrors.toString(StandardCharsets.UTF_8).strip();
            }
        }
        return switch (code) {
            case 3 -> "Reading needs more than the " + settings.heapMiB() + " MiB of memory that it may use.";
            case 134, 139 -> "The reading process crashed.";
            case 137, 143 -> "The reading process was killed.";
            default -> "The reading process ended by itself (exit code " + code + ").";
        };
    }

    private void listen() {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(process.getInputStream(), 64 * 1024))) {
            while (true) {
                events.put(new Event.Said(Frame.receive(in, settings.outputLimit())));
            }
        } catch (Frame.Broken e) {
            last(new Event.Garbage(e));
        } catch (IOException e) {
            last(new Event.Gone());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void last(Event event) {
        try {
            events.put(event);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the process prints on standard error may quote the file, so it is thrown away; only what it says before its first acquisition is kept, for a bad set-up. */
    private void drain() {
        byte[] buffer = new byte[8192];
        try (InputStream errors = process.getErrorStream()) {
            for (int read = errors.read(buffer); read >= 0; read = errors.read(buffer)) {
                synchronized (startupErrors) {
                    if (!ready && startupErrors.size() < STARTUP_ERRORS) {
                        startupErrors.write(buffer, 0, Math.min(read, STARTUP_ERRORS - startupErrors.size()));
                    }
                }
            }
        } catch (IOException e) {
            // The process has gone; its standard output says so too.
        }
    }

    /** Ends the process, what it may have started, and its directory. */
    @Override
    public void close() {
        List<ProcessHandle> started = process.descendants().toList();
        process.destroyForcibly();
        started.forEach(ProcessHandle::destroyForcibly);
        listener.interrupt();
        try {
            process.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> left = Files.walk(directory)) {
            for (Path path :
                    new ArrayList<>(left.sorted(Comparator.reverseOrder()).toList())) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            // Left for the system's cleaning of temporary files.
        }
    }

    /** What came from the process. */
    private sealed interface Event {
        record Said(Frame frame) implements Event {}

        record Garbage(IOException problem) implements Event {}

        record Gone() implements Event {}
    }

    /** This acquisition is lost to it; the message is a sentence for people. */
    static final class Failed extends IOException {
        private static final long serialVersionUID = 1;

        Failed(String message) {
            super(message);
        }
    }
}
