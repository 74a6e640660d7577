package gedeon.storage.s3;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The operations that are offered, by what is addressed, the method and the sub-resource; each feature adds its own. A sub-resource of S3 that nobody
 * offers is told ({@code NotImplemented}), never answered as the plain operation.
 */
final class Routes {
    /** Answers a request that was authenticated; asks for its own rights. */
    @FunctionalInterface
    interface Operation {
        void answer(Call call) throws IOException;
    }

    /** What a request addresses. */
    enum Target {
        SERVICE,
        BUCKET,
        OBJECT
    }

    private final Map<String, Operation> operations = new HashMap<>();
    private final Set<String> offered = new HashSet<>();

    Routes add(Target target, String method, String subResource, Operation operation) {
        if (!subResource.isEmpty() && !SubResources.known(subResource)) {
            throw new IllegalArgumentException(subResource + " is no sub-resource of S3");
        }
        if (operations.put(key(target, method, subResource), operation) != null) {
            throw new IllegalArgumentException(key(target, method, subResource) + " is taken");
        }
        offered.add(target + " " + subResource);
        return this;
    }

    private static String key(Target target, String method, String subResource) {
        return target + " " + method + " " + subResource;
    }

    /** @throws S3Error NotImplemented, MethodNotAllowed */
    Operation find(Target target, String method, Query query) {
        String sub = "";
        for (Query.Parameter parameter : query.parameters()) {
            if (SubResources.known(parameter.name())) {
                if (!sub.isEmpty() && !sub.equals(parameter.name())) {
                    throw S3Error.invalidArgument(
                            "a request addresses one sub-resource, not ?" + sub + " and ?" + parameter.name());
                }
                sub = parameter.name();
            }
        }
        Operation found = operations.get(key(target, method, sub));
        if (found != null) {
            return found;
        }
        if (!offered.contains(target + " " + sub)) {
            throw S3Error.notImplemented(sub.isEmpty() ? method + " here" : "?" + sub);
        }
        throw new S3Error("MethodNotAllowed", 405, method + " is not an operation on this resource");
    }
}
