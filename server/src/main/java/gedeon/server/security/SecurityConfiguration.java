package gedeon.server.security;

import gedeon.storage.notebooks.Act;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.On;
import gedeon.storage.notebooks.Rights;
import gedeon.storage.s3.TrustedProxies;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;

/** Two chains: the interface and the machine's own addresses without a session, pages with one. What neither names is refused. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {
    private static final String CONTENT_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                    + "connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    @Bean
    @Order(1)
    SecurityFilterChain machines(HttpSecurity http, Notebooks notebooks, Rights rights) {
        return http.securityMatcher("/api/**", "/actuator/**", "/v3/**")
                .csrf(AbstractHttpConfigurer::disable) // no cookie is looked at here
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .anonymous(anonymous -> {})
                .addFilterBefore(new TokenFilter(notebooks, false), AuthorizationFilter.class)
                .authorizeHttpRequests(routes -> routes.requestMatchers("/api/v1/agents/enrol")
                        .permitAll() // the one-time code is the credential
                        .requestMatchers(
                                "/api/v1/receipts/key",
                                "/actuator/health",
                                "/actuator/health/**",
                                "/v3/api-docs",
                                "/v3/api-docs/**",
                                "/v3/api-docs.yaml")
                        .permitAll()
                        .requestMatchers("/actuator/prometheus")
                        .access((who, context) -> new AuthorizationDecision(
                                loopback(context.getRequest()) || administers(who.get(), rights)))
                        .requestMatchers("/api/v1/**")
                        .access((who, context) -> new AuthorizationDecision(who.get() instanceof SignedIn))
                        .anyRequest()
                        .denyAll())
                .exceptionHandling(errors -> errors.authenticationEntryPoint((request, response, e) -> problem(
                                response,
                                401,
                                "Not signed in",
                                "this address needs a valid token; send Authorization: Bearer TOKEN"))
                        .accessDeniedHandler((request, response, e) -> problem(
                                response, 403, "Not allowed", "not allowed; ask an administrator for the right")))
                .headers(headers ->
                        headers.contentSecurityPolicy(policy -> policy.policyDirectives("default-src 'none'")))
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain pages(HttpSecurity http, Notebooks notebooks) {
        return http.addFilterBefore(new TokenFilter(notebooks, true), AuthorizationFilter.class)
                .logout(AbstractHttpConfigurer::disable)
                .authorizeHttpRequests(routes -> routes.requestMatchers(
                                "/sign-in", "/language", "/error", "/assets/**", "/webjars/**", "/favicon.ico")
                        .permitAll()
                        .anyRequest()
                        .access((who, context) -> new AuthorizationDecision(who.get() instanceof SignedIn)))
                .exceptionHandling(
                        errors -> errors.authenticationEntryPoint(new LoginUrlAuthenticationEntryPoint("/sign-in")))
                .headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_POLICY))
                        .referrerPolicy(policy -> policy.policy(
                                org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter
                                        .ReferrerPolicy.SAME_ORIGIN)))
                .build();
    }

    @Bean
    WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> proxies(TrustedProxies proxies) {
        return container -> container.addEngineValves(new ProxyValve(proxies));
    }

    /** Accounts come by token only; this keeps the framework from inventing a user with a printed password. */
    @Bean
    UserDetailsService noPasswords() {
        return name -> {
            throw new UsernameNotFoundException("accounts sign in by token");
        };
    }

    private static boolean administers(@Nullable Authentication who, Rights rights) {
        return who instanceof SignedIn signedIn && rights.may(signedIn.getPrincipal(), Act.ADMINISTER, On.INSTITUTION);
    }

    /** Who is told of by a proxy that nobody trusts is not of this machine, though the proxy is. */
    private static boolean loopback(HttpServletRequest request) {
        try {
            boolean here = request.getHeader(TrustedProxies.FOR) == null
                    || Boolean.TRUE.equals(request.getAttribute(ProxyValve.BELIEVED));
            return here
                    && !request.getRemoteAddr().equals(TrustedProxies.UNKNOWN)
                    && InetAddress.getByName(request.getRemoteAddr()).isLoopbackAddress();
        } catch (IOException e) {
            return false;
        }
    }

    private static void problem(HttpServletResponse response, int status, String title, String detail)
            throws IOException {
        response.setStatus(status);
        if (status == 401) {
            response.setHeader("WWW-Authenticate", "Bearer");
        }
        response.setContentType("application/problem+json");
        response.getOutputStream()
                .write(("{\"type\":\"about:blank\",\"title\":\"" + title + "\",\"status\":" + status + ",\"detail\":\""
                                + detail + "\"}")
                        .getBytes(StandardCharsets.UTF_8));
    }
}
