package gedeon.storage.processes;

import gedeon.storage.processes.Lab.Group;
import gedeon.storage.s3.PostForm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Uploads that race for the last room of a notebook, each by a connection of its own, spread over S3 ports: those that are admitted stand still before
 * their last byte until all are judged, and are released together.
 */
public final class QuotaRace {
    private static final int LONGEST_SECONDS = 120;

    /** How bytes come. */
    public enum Way {
        PUT,
        PART,
        COPY,
        FORM
    }

    private final List<Integer> ports;
    private final Group group;
    private final String bucket;

    /** @param ports of the processes; a bucket is made through the first */
    public QuotaRace(List<Integer> ports, Group group, String bucket) throws IOException {
        this.ports = List.copyOf(ports);
        this.group = group;
        this.bucket = bucket;
        try (PlainS3 s3 = new PlainS3(ports.getFirst(), group.key())) {
            s3.put("/" + bucket, new byte[0]).expect(200);
        }
    }

    /**
     * What became of the uploads.
     *
     * @param stored acknowledged
     * @param refused by a final 403
     * @param broken without an answer: their process was killed, or cut them off while they still sent
     * @param seconds from the first request to the last answer
     */
    public record Outcome(int stored, int refused, int broken, double seconds) {}

    private enum End {
        STORED,
        REFUSED,
        BROKEN
    }

    /**
     * @param judged run when every upload is refused or stands before its last byte
     */
    public Outcome run(Way way, int uploads, int size, Runnable judged) throws Exception {
        String upload = prepare(way, size);
        CountDownLatch standing = new CountDownLatch(uploads);
        CountDownLatch released = new CountDownLatch(1);
        long began = System.nanoTime();
        List<Future<End>> ends = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < uploads; i++) {
                int number = i;
                ends.add(threads.submit(() -> one(way, number, size, upload, new Gate(standing, released))));
            }
            if (!standing.await(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                released.countDown();
                throw new IOException(
                        standing.getCount() + " uploads were not judged within " + LONGEST_SECONDS + " s");
            }
            judged.run();
            released.countDown();
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        int[] counts = new int[End.values().length];
        for (Future<End> end : ends) {
            counts[end.get().ordinal()]++;
        }
        return new Outcome(
                counts[End.STORED.ordinal()], counts[End.REFUSED.ordinal()], counts[End.BROKEN.ordinal()], seconds);
    }

    /** Where uploads wait for each other. */
    private record Gate(CountDownLatch standing, CountDownLatch released) {
        void stand() throws InterruptedException {
            standing.countDown();
            released.await();
        }
    }

    /** The upload whose parts come, or what is copied; both through the first port. */
    private String prepare(Way way, int size) throws IOException {
        try (PlainS3 s3 = new PlainS3(ports.getFirst(), group.key())) {
            return switch (way) {
                case PART ->
                    s3.send("POST", "/" + bucket + "/parts?uploads").expect(200).element("UploadId");
                case COPY -> {
                    s3.put("/" + bucket + "/source", new byte[size]).expect(200);
                    yield "/" + bucket + "/source";
                }
                case PUT, FORM -> "";
            };
        }
    }

    private End one(Way way, int number, int size, String upload, Gate gate) throws InterruptedException, IOException {
        try (PlainS3 s3 = new PlainS3(ports.get(number % ports.size()), group.key())) {
            Answer answer = switch (way) {
                case PUT -> held(s3, "/" + bucket + "/k" + number, size, gate);
                case PART ->
                    held(s3, "/" + bucket + "/parts?partNumber=" + (number + 1) + "&uploadId=" + upload, size, gate);
                case COPY -> {
                    gate.stand();
                    yield s3.send(
                            "PUT", "/" + bucket + "/copy" + number, Map.of("x-amz-copy-source", upload), new byte[0]);
                }
                case FORM -> form(s3, number, size, gate);
            };
            return switch (answer.status()) {
                case 200, 204 -> End.STORED;
                case 403 -> refused(answer);
                default -> throw new IOException("answer " + answer.status() + " " + answer.text());
            };
        } catch (java.net.SocketException | java.io.EOFException cut) {
            gate.standing().countDown();
            return End.BROKEN;
        }
    }

    private static End refused(Answer answer) throws IOException {
        if (!answer.element("Code").equals("QuotaExceeded")) {
            throw new IOException("refused, but not for the quota: " + answer.text());
        }
        return End.REFUSED;
    }

    private static Answer held(PlainS3 s3, String target, int size, Gate gate)
            throws IOException, InterruptedException {
        Answer asked = s3.ask("PUT", target, Map.of(), size);
        if (asked.status() != 100) {
            gate.standing().countDown();
            return asked;
        }
        s3.zeros(size - 1L);
        gate.stand();
        s3.zeros(1);
        return s3.answer();
    }

    /** Nothing is known of a form before its body was read, so that none is told to come or to stay away. */
    private Answer form(PlainS3 s3, int number, int size, Gate gate) throws IOException, InterruptedException {
        PostForm form = new PostForm().field("key", "f" + number).signed(group.key(), bucket);
        byte[] before = form.before("f");
        byte[] after = PostForm.after();
        s3.unsigned(
                "POST",
                "/" + bucket,
                Map.of("content-type", PostForm.contentType()),
                (long) before.length + size + after.length);
        s3.write(before);
        s3.zeros(size - 1L);
        gate.stand();
        s3.zeros(1);
        s3.write(after);
        return s3.answer();
    }
}
