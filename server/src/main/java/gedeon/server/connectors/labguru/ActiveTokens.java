package gedeon.server.connectors.labguru;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Tokens of the connectors that are being read now, by a ticket that says nothing to who sees it. */
final class ActiveTokens {
    private final Map<String, Token> tokens = new ConcurrentHashMap<>();

    void put(String ticket, Token token) {
        tokens.put(ticket, token);
    }

    void remove(String ticket) {
        tokens.remove(ticket);
    }

    /** @throws IllegalStateException where no run holds the ticket */
    Token of(String ticket) {
        Token token = tokens.get(ticket);
        if (token == null) {
            throw new IllegalStateException("no run holds the ticket " + ticket);
        }
        return token;
    }
}
