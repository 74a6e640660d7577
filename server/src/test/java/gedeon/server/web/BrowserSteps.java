package gedeon.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;

/** The whole path in a browser, by keyboard. */
final class BrowserSteps {
    private final Browser browser;
    private final URI pages;
    private final CaffeineNotebook notebook;

    BrowserSteps(Browser browser, URI pages, CaffeineNotebook notebook) {
        this.browser = browser;
        this.pages = pages;
        this.notebook = notebook;
    }

    void play(String token) throws Exception {
        browser.window(1280, 900, false);
        browser.open(pages.toString());
        browser.await("location.pathname === '/sign-in'");
        refuse();
        browser.type("#token", token);
        browser.key("Enter", "\r");
        browser.await("location.pathname === '/' && document.querySelector('h1')?.textContent === 'Home'");
        walk("Home", "Datasets", "Receipt and proof", "Search", "English");
        browser.press(".language a", "français");
        browser.await("document.documentElement.lang === 'fr'");
        browser.open(pages.toString());
        walk("Accueil", "Jeux de données", "Accusé de réception et preuve", "Recherche", "français");
        narrow();
    }

    /** A wrong token is told, also where htmx sends the form. */
    private void refuse() throws Exception {
        browser.type("#token", "ged_wrong");
        browser.key("Enter", "\r");
        browser.await("document.querySelector('[role=alert]')");
        assertThat(browser.text("[role=alert]")).contains("No account has this token");
    }

    private void walk(String home, String tab, String proof, String search, String language) throws Exception {
        assertThat(browser.text("h1")).isEqualTo(home);
        assertThat(browser.text(".language [aria-current]")).isEqualTo(language);
        assertThat(browser.text("main")).contains("sandbox");
        browser.press("tbody th a", "sandbox");
        browser.await("location.pathname === '/notebooks/sandbox' && document.title.startsWith('sandbox')");
        assertThat(browser.text(".tabs [aria-current]")).isEqualTo(tab);
        assertThat(browser.text("main")).contains(CaffeineNotebook.ATTACK);
        browser.press("tbody th a", CaffeineNotebook.SPECTRUM);
        browser.await("location.pathname === '/datasets/" + notebook.spectrum
                + "' && document.querySelector('h1').textContent === '" + CaffeineNotebook.SPECTRUM + "'");
        assertThat(browser.text("main")).contains(proof, "EXP-42", "nmr-400");
        assertThat(browser.evaluate("document.querySelectorAll('figure svg g').length")
                        .asInt(0))
                .isGreaterThan(4);
        seek(search);
        browser.press("tbody th a", CaffeineNotebook.SPECTRUM);
        browser.await("location.pathname === '/datasets/" + notebook.spectrum + "'");
        browser.evaluate("history.back()");
        browser.await("location.pathname === '/search' && document.querySelector('.chips .chip')");
        assertThat(browser.evaluate(
                                "Object.keys(localStorage).concat(Object.keys(sessionStorage)).filter(key => key.includes('cache')).join()")
                        .asString("x"))
                .isEmpty(); // nothing of a page stays behind for the next person at this computer
        browser.press(".rail a", home);
        browser.await("location.pathname === '/'");
    }

    /** The key / leads to the search box from anywhere. */
    private void seek(String heading) throws Exception {
        browser.quiet();
        browser.evaluate("document.activeElement.blur()");
        browser.key("/", "/");
        browser.await("document.activeElement.id === 'seek'");
        audit("the page of a dataset");
        browser.type("#seek", "frequency>=400MHz");
        browser.key("Enter", "\r");
        browser.await("location.pathname === '/search' && document.querySelector('.chips .chip')");
        assertThat(browser.text("h1")).isEqualTo(heading);
        assertThat(browser.text(".chips")).contains("frequency>=400MHz");
    }

    /** What a machine can tell of WCAG 2.2: names, captions, heads, ids, one main heading, and targets of 24 px where they are not within a text. */
    private void audit(String path) throws Exception {
        browser.quiet();
        assertThat(browser.evaluate(AUDIT).asString("nothing was checked"))
                .as(path)
                .isEqualTo("");
    }

    private static final String AUDIT = """
            (() => {
              const bad = [], all = css => [...document.querySelectorAll(css)];
              const seen = e => e.getClientRects().length > 0;
              const name = e => (e.getAttribute('aria-label') || e.textContent || '').trim();
              const say = (what, e) => bad.push(what + ': ' + e.outerHTML.slice(0, 120));
              all('a, button').filter(seen).filter(e => !name(e)).forEach(e => say('no name', e));
              all('input:not([type=hidden]), select').filter(e => !e.labels.length && !e.getAttribute('aria-label'))
                .forEach(e => say('no label', e));
              all('table').filter(e => !e.caption).forEach(e => say('no caption', e));
              all('th').filter(e => !e.scope).forEach(e => say('no scope', e));
              all('svg').filter(e => e.getAttribute('aria-hidden') !== 'true' && !e.getAttribute('aria-labelledby'))
                .forEach(e => say('a picture without words', e));
              all('[aria-labelledby], [aria-describedby]').forEach(e => {
                const id = e.getAttribute('aria-labelledby') || e.getAttribute('aria-describedby');
                if (!document.getElementById(id)) say('points to nothing', e);
              });
              const ids = all('[id]').map(e => e.id);
              ids.filter((id, at) => ids.indexOf(id) !== at).forEach(id => bad.push('id twice: ' + id));
              if (all('h1').length !== 1) bad.push('h1: ' + all('h1').length);
              all('button, select, input:not([type=hidden]), nav a').filter(seen)
                .filter(e => e.getBoundingClientRect().height < 24).forEach(e => say('under 24 px', e));
              if (!document.documentElement.lang) bad.push('no language');
              return bad.join('\\n');
            })()""";

    /** On a telephone nothing stands outside the page but what scrolls in its own box. */
    private void narrow() throws Exception {
        browser.window(390, 844, true);
        for (String path :
                new String[] {"/", "/notebooks/sandbox", "/datasets/" + notebook.spectrum, "/search?q=caffeine"}) {
            browser.open(pages.resolve(path).toString());
            assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt(0))
                    .as(path)
                    .isEqualTo(390);
            audit(path);
        }
    }
}
