package gedeon.server.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

/** What a page's session holds: the token, and nothing that could grow old. */
public final class Sessions {
    private static final String TOKEN = "gedeon.token";

    private Sessions() {}

    /** Signs in: a new session id, so that one planted before is worth nothing. */
    public static void signIn(HttpServletRequest request, String token) {
        HttpSession old = request.getSession(false);
        if (old != null) {
            old.invalidate();
        }
        request.getSession(true).setAttribute(TOKEN, token);
    }

    public static void signOut(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
    }

    static @Nullable String token(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session == null ? null : (String) session.getAttribute(TOKEN);
    }
}
