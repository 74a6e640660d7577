package gedeon.server.assembly;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * A running gateway: the S3 port and the work on tiers beside a complete server, whether that runs now or not. Its own home holds its lock, its log and what it
 * keeps for a moment; tier, {@code master.key} and keys are the server's.
 */
public final class GatewayAssembly implements AutoCloseable {
    private final Home own;
    private final Started started;
    private final ConfigurableApplicationContext context;

    private GatewayAssembly(Home own, Started started, ConfigurableApplicationContext context) {
        this.own = own;
        this.started = started;
        this.context = context;
    }

    /**
     * @throws Home.InUse where another process runs on the gateway's own home
     * @throws IllegalArgumentException where the server's home is not one
     */
    public static GatewayAssembly start(StartOptions options) throws IOException {
        Home server = Home.beside(options.serverHome().orElseThrow());
        Home own = Home.open(options.home());
        try {
            Started started = new Started(server, options.externalDatabase(), options);
            return new GatewayAssembly(own, started, run(own, started));
        } catch (RuntimeException e) {
            own.close();
            throw e;
        }
    }

    private static ConfigurableApplicationContext run(Home own, Started started) {
        SpringApplication spring = new SpringApplication(BesideConfiguration.class);
        spring.setWebApplicationType(WebApplicationType.NONE);
        spring.setBannerMode(Banner.Mode.OFF);
        spring.setRegisterShutdownHook(false);
        Map<String, Object> usual = new HashMap<>(Map.of(
                "gedeon.home",
                own.root().toString(),
                "logging.file.name",
                own.root().resolve("gateway.log").toString()));
        spring.setDefaultProperties(usual);
        spring.addInitializers(
                context -> ((GenericApplicationContext) context).registerBean(Started.class, () -> started));
        return spring.run();
    }

    /** The port of S3. */
    public int s3() {
        return context.getBean(S3Face.class).port();
    }

    /** The port for who watches it; -1 where it has none. */
    public int watch() {
        return context.getBean(WatchPort.class).port().orElse(-1);
    }

    /** The line that says the gateway is ready. */
    public String line() {
        int watch = watch();
        return "Gédéon gateway ready: S3 " + started.url(s3())
                + (watch < 0 ? "" : " · watched at " + started.url(watch))
                + " · home " + own.root() + " · beside "
                + started.home().root();
    }

    @Override
    public void close() {
        try {
            context.close();
        } finally {
            try {
                own.close();
            } catch (IOException e) {
                throw new UncheckedIOException("the lock of " + own.root() + " stays until the process ends", e);
            }
        }
    }
}
