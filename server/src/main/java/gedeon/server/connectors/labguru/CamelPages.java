package gedeon.server.connectors.labguru;

import gedeon.server.connectors.PublicAddresses;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;

/** Sends a reading through Camel's route and says in words what went wrong there. */
final class CamelPages implements Pages {
    private final ProducerTemplate camel;

    CamelPages(ProducerTemplate camel) {
        this.camel = camel;
    }

    @Override
    public void read(Reading reading) {
        Exchange done =
                camel.send(LabguruRoutes.LIST, exchange -> exchange.getMessage().setBody(reading));
        Exception failure = done.getException();
        switch (failure) {
            case null -> {}
            case RuntimeException e -> throw e;
            case IOException e -> throw inWords(e);
            default ->
                throw new IllegalStateException(
                        "the route ended with " + failure.getClass().getName(), failure);
        }
    }

    private static LabguruFailed inWords(IOException e) {
        return switch (e) {
            case PublicAddresses.Refused refused -> LabguruFailed.forGood(String.valueOf(refused.getMessage()));
            case Guard.TooLarge large -> LabguruFailed.forGood(String.valueOf(large.getMessage()));
            case UnknownHostException unknown ->
                LabguruFailed.forNow("its name is not known; check the address and the network");
            case InterruptedIOException late ->
                LabguruFailed.forNow("no whole answer in time; the next run tries again");
            case SSLException tls -> LabguruFailed.forGood("its certificate is not trusted: " + tls.getMessage());
            case ConnectException closed ->
                LabguruFailed.forNow("nothing answers there; check the address, or wait until it runs again");
            default -> LabguruFailed.forNow("the connection broke: " + e.getMessage());
        };
    }
}
