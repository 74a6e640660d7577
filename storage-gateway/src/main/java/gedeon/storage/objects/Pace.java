package gedeon.storage.objects;

import java.io.IOException;

/** Told now and then while bytes pass; it may make whoever tells it wait. */
@FunctionalInterface
public interface Pace {
    /**
     * @throws InterruptedException where this process stops
     * @throws IOException where the work is to stop: somebody paused it, or another does it
     */
    void passed(int bytes) throws IOException, InterruptedException;
}
