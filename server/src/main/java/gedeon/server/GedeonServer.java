package gedeon.server;

import gedeon.server.assembly.Assembly;
import gedeon.server.assembly.GatewayAssembly;
import gedeon.server.assembly.Home;
import gedeon.server.assembly.Rebuilding;
import gedeon.server.assembly.Restoring;
import gedeon.server.assembly.StartOptions;
import gedeon.storage.CompleteServer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * The server's main class: {@code GedeonServer --home DIR --port P --s3-port P --address A}; the same by {@code GEDEON_*} variables. With
 * {@code --rebuild=new} or {@code --rebuild=replace} it makes the namespace again from the tiers, and ends; with
 * {@code --restore=DIR} it brings the database back from a copy, and ends. With {@code --server-home=DIR} it serves S3 alone, beside the server of that home.
 */
@SpringBootApplication(scanBasePackages = "gedeon")
public class GedeonServer {
    /** Runs until SIGTERM or Ctrl-C. Exits 2 where the options are wrong, 3 where the home or its database is in use, 1 where a part does not start. */
    public static void main(String[] args) {
        try {
            StartOptions options = StartOptions.parse(args, System.getenv());
            if (options.rebuild().isPresent()) {
                Rebuilding.run(options);
                return;
            }
            if (options.restore().from().isPresent()) {
                Restoring.run(options);
                return;
            }
            if (options.serverHome().isPresent()) {
                GatewayAssembly gateway = GatewayAssembly.start(options);
                Runtime.getRuntime().addShutdownHook(new Thread(gateway::close, "stop"));
                System.out.println(gateway.line());
                return;
            }
            Assembly running = Assembly.start(options, GedeonServer.class);
            Runtime.getRuntime().addShutdownHook(new Thread(running::close, "stop"));
            System.out.println(running.line());
        } catch (IllegalArgumentException e) {
            end(2, e.getMessage());
        } catch (Home.InUse e) {
            end(3, e.getMessage());
        } catch (InterruptedException | IOException | RuntimeException e) {
            if (first(e) instanceof CompleteServer.AnotherServer other) {
                end(3, other.getMessage());
            }
            end(1, "the server did not start: " + first(e).getMessage());
        }
    }

    /** What went wrong first; the frameworks' words around it help nobody here and stand in the log. */
    private static Throwable first(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static void end(int code, @Nullable String message) {
        System.err.println("gedeon: " + message);
        System.exit(code);
    }
}
