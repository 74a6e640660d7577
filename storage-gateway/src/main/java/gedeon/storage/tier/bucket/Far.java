package gedeon.storage.tier.bucket;

import gedeon.storage.tier.TierBroken;
import gedeon.storage.tier.TierFull;
import gedeon.storage.tier.TierOffline;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.InvalidResponseException;
import io.minio.errors.ServerException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the far side, again where it did not answer or said that it is busy, and gives its refusals our words. Repeats come out of a budget that only answers
 * fill up again, so that a store in trouble is not asked many times as often.
 */
final class Far {
    private static final Logger LOG = LoggerFactory.getLogger(Far.class);
    private static final int ATTEMPTS = 4;
    private static final int FULL_BUDGET = 100;
    private static final int A_REPEAT = 10;
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final Set<String> BUSY = Set.of(
            "SlowDown",
            "ServiceUnavailable",
            "InternalError",
            "RequestTimeout",
            "OperationAborted",
            "RequestTimeTooSkewed");
    private static final Set<String> CLOSED =
            Set.of("NoSuchBucket", "AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch", "AllAccessDisabled");
    private static final Set<String> FULL =
            Set.of("QuotaExceeded", "StorageFull", "XMinioStorageFull", "InsufficientStorage");

    /** What stands before a store says so in words of its own. */
    private static final Pattern FAILED = Pattern.compile("Response code: 5\\d\\d");

    private final String tier;
    private final AtomicInteger budget = new AtomicInteger(FULL_BUDGET);

    /** @param tier as messages name it */
    Far(String tier) {
        this.tier = tier;
    }

    /** One request, which may be sent again. */
    @FunctionalInterface
    interface Request<T> {
        CompletableFuture<T> send() throws Exception;
    }

    /**
     * @throws NoSuchFileException where the object is not there
     * @throws EOFException where it ends before the range that was asked for
     * @throws FileAlreadyExistsException where it is, and was not to be
     * @throws TierOffline where nobody answers, or lets us in
     */
    <T> T ask(String what, Request<T> request) throws IOException {
        for (int attempt = 1; ; attempt++) {
            IOException failed;
            CompletableFuture<T> sent = null;
            try {
                sent = request.send();
                T answer = sent.get();
                budget.updateAndGet(left -> Math.min(FULL_BUDGET, left + 1));
                return answer;
            } catch (InterruptedException e) {
                closeLate(sent);
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while " + tier + " was asked: " + what);
            } catch (ExecutionException | CompletionException e) {
                failed = named(what, e.getCause() == null ? e : e.getCause());
            } catch (Exception e) {
                failed = named(what, e);
            }
            if (!(failed instanceof Unanswered) || attempt == ATTEMPTS || !mayRepeat()) {
                throw failed instanceof Unanswered unanswered ? unanswered.asOffline() : failed;
            }
            pause(attempt);
        }
    }

    /** An answer that comes when nobody waits for it any more gives its connection back. */
    private static void closeLate(@Nullable CompletableFuture<?> sent) {
        if (sent != null) {
            CompletableFuture<Void> unused = sent.thenAccept(answer -> {
                if (answer instanceof AutoCloseable open) {
                    try {
                        open.close();
                    } catch (Exception e) {
                        LOG.debug("an answer that nobody waits for could not be closed: {}", e.getMessage());
                    }
                }
            });
        }
    }

    /** Whether another attempt is within the budget, which pays for it. */
    boolean mayRepeat() {
        return budget.getAndUpdate(left -> left >= A_REPEAT ? left - A_REPEAT : left) >= A_REPEAT;
    }

    static void pause(int attempt) throws InterruptedIOException {
        long most = FIRST_PAUSE_MILLIS << attempt;
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(most / 2, most));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for another attempt");
        }
    }

    /** No answer, or none that says anything. */
    static final class Unanswered extends IOException {
        private static final long serialVersionUID = 1;

        Unanswered(String message) {
            super(message);
        }

        TierOffline asOffline() {
            return new TierOffline(String.valueOf(getMessage()));
        }
    }

    private IOException named(String what, Throwable failure) {
        String where = tier + ", " + what + ": ";
        if (failure instanceof InvalidResponseException
                && FAILED.matcher(String.valueOf(failure.getMessage())).find()) {
            return new Unanswered(where + "answered with no word of S3: " + failure.getMessage());
        }
        return switch (failure) {
            case ErrorResponseException said -> refused(what, where, said);
            case ServerException server -> new Unanswered(where + "answered " + server.statusCode());
            case IOException broken -> new Unanswered(where + "did not answer: " + broken.getMessage());
            default ->
                failure.getCause() instanceof IOException broken
                        ? new Unanswered(where + "did not answer: " + broken.getMessage())
                        : new TierBroken(where + failure.getMessage(), failure);
        };
    }

    private static IOException refused(String what, String where, ErrorResponseException said) {
        String code = String.valueOf(said.errorResponse().code());
        int status = said.response() == null ? 0 : said.response().code();
        if (code.equals("NoSuchKey") || code.equals("NoSuchUpload") || code.equals("NoSuchVersion")) {
            return new NoSuchFileException(what);
        }
        if (code.equals("PreconditionFailed") || status == 412) {
            return new FileAlreadyExistsException(what);
        }
        if (code.equals("InvalidRange")) {
            return new EOFException(what + " ends before what was asked for");
        }
        if (CLOSED.contains(code)) {
            return new TierOffline(where + "refused with " + code);
        }
        if (FULL.contains(code) || status == 507) {
            return new TierFull(where + "refused with " + code + "; make room there");
        }
        if (BUSY.contains(code) || status >= 500 || status == 429) {
            return new Unanswered(where + "answered " + code);
        }
        return status == 404 ? new NoSuchFileException(what) : new TierBroken(where + "refused with " + code, said);
    }
}
