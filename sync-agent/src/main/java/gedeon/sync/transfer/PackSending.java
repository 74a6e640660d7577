package gedeon.sync.transfer;

import gedeon.sync.journal.StoredFile;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.IntFunction;
import okhttp3.Response;
import okhttp3.ResponseBody;

/**
 * Sends files in packs. Where the server refuses one of a pack, that pack's files go one by one, so that each has its own answer; where it does not know packs at
 * all, so do all from then on. For one call.
 */
final class PackSending {
    /** Of a server that knows packs, these are of the way there. */
    private static final Set<String> OF_THE_WAY =
            Set.of("BadDigest", "IncompleteBody", "RequestTimeout", "XAmzContentSHA256Mismatch");

    private final Way way;
    private final Function<Parcel, Map<String, String>> headers;
    private final Function<Parcel, Sent> alone;
    private final AtomicBoolean known;

    /** Sends one request and waits for its answer. */
    @FunctionalInterface
    interface Way {
        Response post(Pack pack, Pack.Body body) throws MinioException;
    }

    /**
     * @param headers what goes along with a file
     * @param alone sends one by itself
     * @param known whether the server knows packs, as far as it is known; made false here where it does not
     */
    PackSending(
            Way way, Function<Parcel, Map<String, String>> headers, Function<Parcel, Sent> alone, AtomicBoolean known) {
        this.way = way;
        this.headers = headers;
        this.alone = alone;
        this.known = known;
    }

    /** What became of each, in the same order. */
    List<Sent> send(List<Parcel> parcels) {
        Map<Parcel, Sent> sent = new HashMap<>();
        int next = 0;
        boolean ended = false;
        while (known.get() && !ended && parcels.size() - next > 1) {
            Pack pack = Pack.of(parcels.subList(next, parcels.size()));
            int begun = next;
            next = fill(pack, parcels, next, sent);
            if (next == begun) {
                // It goes into no pack.
                next++;
            } else if (!pack.files().isEmpty()) {
                Map<Parcel, Sent> outcomes = send(pack);
                sent.putAll(outcomes);
                ended = outcomes.values().stream().anyMatch(OneByOne::endsAll);
            }
        }
        return OneByOne.of(parcels, sent, alone);
    }

    /** Returns the place of the first that did not fit any more. */
    private int fill(Pack pack, List<Parcel> parcels, int from, Map<Parcel, Sent> sent) {
        int next = from;
        for (; next < parcels.size(); next++) {
            Parcel parcel = parcels.get(next);
            try {
                if (!pack.add(parcel, headers.apply(parcel))) {
                    return next;
                }
            } catch (ObservedFile.Changed e) {
                sent.put(parcel, new Sent.Moved(String.valueOf(e.getMessage())));
            } catch (IOException e) {
                sent.put(parcel, new Sent.Failed(parcel.file().file() + " cannot be read: " + e));
            }
        }
        return next;
    }

    /** What became of those in the pack; none of them where they have to go one by one. */
    private Map<Parcel, Sent> send(Pack pack) {
        try (Response response = way.post(pack, pack.finish());
                ResponseBody body = response.body()) {
            Optional<List<StoredFile>> stored = PackAnswer.read(body.bytes(), pack.files());
            if (stored.isPresent()) {
                return outcomes(pack, i -> new Sent.Stored(stored.get().get(i)));
            }
            known.set(false);
            return Map.of();
        } catch (ErrorResponseException e) {
            return refused(pack, e);
        } catch (MinioException e) {
            return all(pack, e);
        } catch (IOException e) {
            return all(pack, new MinioException(e));
        }
    }

    private Map<Parcel, Sent> refused(Pack pack, ErrorResponseException e) {
        if (e.errorResponse().objectName() != null) {
            return Map.of();
        }
        if (isUnknown(e)) {
            known.set(false);
            return Map.of();
        }
        return all(pack, e);
    }

    private static boolean isUnknown(ErrorResponseException e) {
        String code = String.valueOf(e.errorResponse().code());
        switch (e.response().code()) {
            case 400:
                return !OF_THE_WAY.contains(code);
            case 404:
                return !code.equals("NoSuchBucket");
            case 405, 411, 412, 501:
                return true;
            default:
                return false;
        }
    }

    /** One sentence for all, so that it is said once. */
    private static Map<Parcel, Sent> all(Pack pack, MinioException e) {
        Sent same = Refusals.of(pack.files().get(0).parcel().file(), e);
        return outcomes(pack, i -> same);
    }

    private static Map<Parcel, Sent> outcomes(Pack pack, IntFunction<Sent> of) {
        List<Pack.Packed> files = pack.files();
        Map<Parcel, Sent> outcomes = new HashMap<>();
        for (int i = 0; i < files.size(); i++) {
            outcomes.put(files.get(i).parcel(), of.apply(i));
        }
        return outcomes;
    }
}
