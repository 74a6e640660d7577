package gedeon.server.security;

import gedeon.storage.notebooks.Notebooks;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Looks the caller's token up on every request, so that a revoked token or right ends at once, open sessions included. The token comes from the
 * {@code Authorization} header or, for pages, from the session; never from the address.
 */
final class TokenFilter extends OncePerRequestFilter {
    private final Notebooks notebooks;
    private final boolean session;

    TokenFilter(Notebooks notebooks, boolean session) {
        this.notebooks = notebooks;
        this.session = session;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String token = session ? Sessions.token(request) : bearer(request);
        if (token != null) {
            notebooks.byToken(token).ifPresent(principal -> {
                SecurityContext context = SecurityContextHolder.createEmptyContext();
                context.setAuthentication(new SignedIn(principal));
                SecurityContextHolder.setContext(context);
            });
        }
        chain.doFilter(request, response);
    }

    private static @Nullable String bearer(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        return header != null && header.regionMatches(true, 0, "Bearer ", 0, 7)
                ? header.substring(7).strip()
                : null;
    }

    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }
}
