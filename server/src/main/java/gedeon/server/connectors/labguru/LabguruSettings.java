package gedeon.server.connectors.labguru;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How connectors read.
 *
 * @param allowPrivate whether a connector may speak to loopback and inner networks
 * @param every how often each connector is read by itself
 * @param fullEvery how often all is read again, whatever its age
 * @param patience for a whole answer
 * @param maxAnswer largest answer, decompressed
 * @param maxPages of one list
 * @param longest time that one run takes for a server
 * @param retries after timeouts and answers of 5xx
 * @param retryPause before the first retry; each further one waits four times as long
 */
@ConfigurationProperties("gedeon.connectors")
record LabguruSettings(
        @DefaultValue("false") boolean allowPrivate,
        @DefaultValue("15m") Duration every,
        @DefaultValue("24h") Duration fullEvery,
        @DefaultValue("60s") Duration patience,
        @DefaultValue("16MB") DataSize maxAnswer,
        @DefaultValue("5000") int maxPages,
        @DefaultValue("2h") Duration longest,
        @DefaultValue("3") int retries,
        @DefaultValue("1s") Duration retryPause) {
    LabguruSettings {
        positive("every", every);
        positive("full-every", fullEvery);
        positive("patience", patience);
        positive("longest", longest);
        positive("retry-pause", retryPause);
        if (maxPages < 1) {
            throw new IllegalArgumentException("gedeon.connectors.max-pages must be positive, was " + maxPages);
        }
        if (maxAnswer.toBytes() < 1024 || maxAnswer.toMegabytes() > 256) {
            throw new IllegalArgumentException(
                    "gedeon.connectors.max-answer must be 1KB to 256MB, was " + maxAnswer.toBytes() + "B");
        }
        if (retries < 0 || retries > 10) {
            throw new IllegalArgumentException("gedeon.connectors.retries must be 0..10, was " + retries);
        }
    }

    private static void positive(String key, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException("gedeon.connectors." + key + " must be positive, was " + value);
        }
    }
}
