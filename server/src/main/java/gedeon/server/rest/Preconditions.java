package gedeon.server.rest;

import org.jspecify.annotations.Nullable;

/** {@code If-Match}: an update that rests on what the caller saw is refused when that has changed. */
final class Preconditions {
    private Preconditions() {}

    static void require(@Nullable String ifMatch, String etag, String what) {
        if (ifMatch == null || ifMatch.strip().equals("*")) {
            return;
        }
        for (String candidate : ifMatch.split(",")) {
            if (candidate.strip().equals(etag)) {
                return;
            }
        }
        throw new Changed(what);
    }

    /** The thing is no longer what the caller saw. */
    static final class Changed extends RuntimeException {
        private static final long serialVersionUID = 1;

        Changed(String what) {
            super(what + " has changed since you read it; read it again and repeat");
        }
    }
}
