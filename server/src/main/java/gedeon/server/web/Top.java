package gedeon.server.web;

import gedeon.server.security.SignedIn;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * What the frame of every page shows.
 *
 * @param person who is signed in, or null
 * @param section the entry of the rail that is this page: {@code home}, {@code search}, {@code units}, {@code operations}, or none
 * @param operates whether operations are among them
 * @param asked what stands in the search box
 * @param english this same page in English, all of its state kept
 * @param theme {@code light}, {@code dark}, or null for what the system says
 */
record Top(
        @Nullable String person,
        String section,
        boolean operates,
        String asked,
        String english,
        String french,
        @Nullable String theme,
        String light,
        String dark) {
    private static final Set<String> SECTIONS = Set.of("/units", "/operations");

    static Top of(HttpServletRequest request, boolean operates) {
        Authentication who = SecurityContextHolder.getContext().getAuthentication();
        String path = request.getRequestURI();
        String theme = Theme.of(request);
        boolean search = path.equals("/search");
        return new Top(
                who instanceof SignedIn signedIn ? signedIn.getPrincipal().name() : null,
                search ? "search" : path.equals("/") ? "home" : SECTIONS.contains(path) ? path.substring(1) : "",
                operates,
                search ? Objects.requireNonNullElse(request.getParameter("q"), "") : "",
                here(request, "lang", "en"),
                here(request, "lang", "fr"),
                theme,
                here(request, Theme.PARAMETER, "light"),
                here(request, Theme.PARAMETER, "dark"));
    }

    private static String here(HttpServletRequest request, String name, String value) {
        String query = request.getMethod().equals("GET") ? request.getQueryString() : null;
        return request.getRequestURI() + "?"
                + Stream.of(query == null ? new String[0] : query.split("&"))
                        .filter(part -> !part.isEmpty() && !part.startsWith(name + "="))
                        .map(part -> part + "&")
                        .collect(Collectors.joining())
                + name + "=" + value;
    }
}
