package gedeon.server.assembly;

import gedeon.server.backup.BackupFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** A whole running server. Started in the order home, database, application; stopped in the other, each even where one fails. */
public final class Assembly implements AutoCloseable {
    private final Started started;
    private final ConfigurableApplicationContext context;
    private final URI pages;
    private final URI s3;

    private Assembly(Started started, ConfigurableApplicationContext context) throws IOException {
        this.started = started;
        this.context = context;
        int port = Objects.requireNonNull(((WebServerApplicationContext) context).getWebServer(), "web server")
                .getPort();
        this.pages = started.url(port);
        this.s3 = started.url(context.getBeanProvider(S3Face.class).stream()
                .map(S3Face::port)
                .findFirst()
                .orElse(started.options().s3Port()));
        context.getBean(FirstStart.class).complete(started.home(), pages, s3);
    }

    /** @throws Home.InUse where another server runs on the home */
    public static Assembly start(StartOptions options, Class<?> application) throws IOException, InterruptedException {
        Home home = Home.open(options.home());
        Database database = null;
        ConfigurableApplicationContext context = null;
        try {
            database = options.databaseUrl().isPresent() ? options.externalDatabase() : embedded(home, options);
            Started started = new Started(home, database, options);
            context = run(started, application);
            return new Assembly(started, context);
        } catch (IOException | InterruptedException | RuntimeException e) {
            if (context != null) {
                context.close();
            }
            if (database != null) {
                database.close();
            }
            home.close();
            throw e;
        }
    }

    private static Database embedded(Home home, StartOptions options) throws IOException, InterruptedException {
        List<String> settings = new ArrayList<>(options.databaseMemory().settings());
        if (options.backup().to().isPresent()) {
            BackupFolder folder = options.backup().to().get();
            folder.make();
            folder.histories(home.database());
            settings.addAll(folder.settings(options.backup().logEvery().toSeconds()));
        }
        return EmbeddedPostgres.start(home, settings, EmbeddedPostgres.PATIENCE).watched();
    }

    private static ConfigurableApplicationContext run(Started started, Class<?> application) {
        SpringApplication spring = new SpringApplication(application);
        spring.setBannerMode(Banner.Mode.OFF);
        spring.setRegisterShutdownHook(false);
        Map<String, Object> usual = new HashMap<>(Map.of(
                "server.port", started.options().port(),
                "server.address", started.options().address(),
                "spring.datasource.url", started.database().url(),
                "spring.datasource.username", started.database().user(),
                "spring.datasource.password", started.database().password(),
                "gedeon.home", started.home().root().toString(),
                "logging.file.name", started.home().root().resolve("server.log").toString()));
        spring.setDefaultProperties(usual);
        spring.addInitializers(context -> PatienceSettings.reach(context.getEnvironment()));
        spring.addInitializers(
                context -> ((GenericApplicationContext) context).registerBean(Started.class, () -> started));
        return spring.run();
    }

    public URI pages() {
        return pages;
    }

    public URI s3() {
        return s3;
    }

    /** A part of the running server, for checks beside it. */
    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** The same, where there are several of a type. */
    public <T> T bean(String name, Class<T> type) {
        return context.getBean(name, type);
    }

    /** The line that says the server is ready. */
    public String line() {
        return "Gédéon ready: pages " + pages + " · S3 " + s3 + " · home "
                + started.home().root();
    }

    @Override
    public void close() {
        try {
            context.close();
        } finally {
            started.database().close();
            try {
                started.home().close();
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "the lock of " + started.home().root() + " stays until the process ends", e);
            }
        }
    }
}
