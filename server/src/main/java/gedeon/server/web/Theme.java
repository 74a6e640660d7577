package gedeon.server.web;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseCookie;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.util.WebUtils;

/** Light or dark: a cookie set by {@code ?theme=dark}, else what the system says. */
final class Theme implements HandlerInterceptor {
    static final String PARAMETER = "theme";

    private static final String COOKIE = "gedeon-theme";
    private static final Set<String> KNOWN = Set.of("light", "dark");

    static @Nullable String of(HttpServletRequest request) {
        String asked = asked(request);
        Cookie cookie = WebUtils.getCookie(request, COOKIE);
        return asked != null ? asked : cookie != null && KNOWN.contains(cookie.getValue()) ? cookie.getValue() : null;
    }

    private static @Nullable String asked(HttpServletRequest request) {
        String asked = request.getParameter(PARAMETER);
        return asked != null && KNOWN.contains(asked) ? asked : null;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        String asked = asked(request);
        if (asked != null) {
            response.addHeader(
                    "Set-Cookie",
                    ResponseCookie.from(COOKIE, asked)
                            .path("/")
                            .maxAge(Duration.ofDays(365))
                            .sameSite("Lax")
                            .httpOnly(true)
                            .build()
                            .toString());
        }
        return true;
    }
}
