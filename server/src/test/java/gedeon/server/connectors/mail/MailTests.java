package gedeon.server.connectors.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import gedeon.kernel.ByteCount;
import gedeon.metadata.AcquisitionBroken;
import gedeon.metadata.AcquisitionMissing;
import gedeon.metadata.AgentRefused;
import gedeon.metadata.AgentSilence;
import gedeon.metadata.Agents;
import gedeon.metadata.Bookings;
import gedeon.metadata.Instrument;
import gedeon.storage.Await;
import gedeon.storage.Gateway;
import gedeon.storage.GatewaySettings;
import gedeon.storage.Letters.Letter;
import gedeon.storage.Quota;
import gedeon.storage.QuotaChange;
import gedeon.storage.QuotaNearlyFull;
import gedeon.storage.RoomRefused;
import gedeon.storage.RoomRequests;
import gedeon.storage.Scope;
import gedeon.storage.TestGateway;
import gedeon.storage.lifecycle.fixity.DamageChanged;
import gedeon.storage.notebooks.Addresses;
import gedeon.storage.notebooks.Notebooks;
import gedeon.storage.notebooks.On;
import gedeon.storage.notebooks.Principal;
import gedeon.storage.notebooks.Role;
import gedeon.storage.objects.Bucket;
import gedeon.storage.sql.Sql;
import gedeon.storage.tier.memory.MemoryTier;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Letters from what happened to a mail server that is really spoken to. */
class MailTests {
    private GatewaySettings database;
    private Gateway gateway;
    private Sql sql;
    private GreenMail server;
    private int port;
    private CamelContext camel;
    private @Nullable Postman postman;

    @BeforeEach
    void open() throws IOException {
        database = TestGateway.settings();
        gateway = TestGateway.open(database, new MemoryTier());
        sql = TestGateway.database(database);
        server = server(0);
        server.start();
        port = server.getSmtp().getPort();
        camel = new DefaultCamelContext();
    }

    private static GreenMail server(int port) {
        ServerSetup setup = new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP);
        setup.setServerStartupTimeout(Duration.ofMinutes(2).toMillis());
        return new GreenMail(setup);
    }

    @AfterEach
    void close() throws IOException {
        if (postman != null) {
            postman.close();
        }
        camel.stop();
        server.stop();
        gateway.close();
    }

    private MailSettings settings(MailSettings.Tls tls, Duration every) {
        return new MailSettings(
                "127.0.0.1",
                port,
                tls,
                null,
                null,
                "gedeon@institute.example",
                List.of("operators@institute.example"),
                every,
                List.of("fr", "en"),
                Duration.ofMinutes(2));
    }

    private Mail mail(MailSettings settings) throws Exception {
        camel.addRoutes(new MailRoutes(settings));
        camel.start();
        return new Mail(camel.createProducerTemplate(), settings, new Wording(settings.languages()));
    }

    /** What listens to events; what they say is brought from now on. */
    private Warnings warnings(Duration every) throws Exception {
        MailSettings settings = settings(MailSettings.Tls.NONE, every);
        Wording wording = new Wording(settings.languages());
        postman = new Postman(gateway.letters(), mail(settings), wording, every, Clock.systemUTC());
        return new Warnings(gateway.letters(), gateway.addresses(), settings, wording);
    }

    private long person(String name, @Nullable String email) {
        long id = gateway.notebooks().account(name, Principal.Kind.PERSON).id();
        gateway.addresses().set(id, email);
        return id;
    }

    private List<String> recipients() {
        return Stream.of(server.getReceivedMessages())
                .flatMap(message -> {
                    try {
                        return Stream.of(message.getRecipients(Message.RecipientType.TO));
                    } catch (MessagingException e) {
                        throw new AssertionError(e);
                    }
                })
                .map(Object::toString)
                .sorted()
                .toList();
    }

    private void awaitLetters(int count) {
        Await.until(() -> server.getReceivedMessages().length >= count);
    }

    /** The mail server has a letter before the postman notes that it took it. */
    private void awaitNothingWaits() {
        Await.until(() -> gateway.outbox().backlog("mail").waiting() == 0);
    }

    private static String text(MimeMessage message) throws Exception {
        return String.valueOf(message.getContent()).replace("\r\n", "\n");
    }

    @Test
    void whoAnswersForANotebookIsToldThatItIsNearlyFullAndNobodyElse() throws Exception {
        Warnings warnings = warnings(Duration.ofMinutes(10));
        Notebooks notebooks = gateway.notebooks();
        int institute = notebooks.createUnit("institute", null, null).id();
        int lab = notebooks.createUnit("lab", "institute", null).id();
        int notebook = notebooks
                .createNotebook("spectra", "lab", new ByteCount(1_000_000), Notebooks.NotebookKind.RESEARCH_GROUP)
                .id();
        int other = notebooks
                .createNotebook("other", "lab", new ByteCount(1_000_000), Notebooks.NotebookKind.RESEARCH_GROUP)
                .id();
        notebooks.grant(person("owner", "owner@lab.example"), Role.OWNER, new On.Notebook(notebook));
        notebooks.grant(person("manager", "manager@lab.example"), Role.MANAGER, new On.Notebook(notebook));
        notebooks.grant(person("nowhere", null), Role.MANAGER, new On.Notebook(notebook));
        notebooks.grant(person("contributor", "contributor@lab.example"), Role.CONTRIBUTOR, new On.Notebook(notebook));
        notebooks.grant(person("neighbour", "neighbour@lab.example"), Role.OWNER, new On.Notebook(other));
        notebooks.grant(person("director", "director@institute.example"), Role.DIRECTOR, new On.Unit(institute));
        notebooks.grant(person("head", "head@lab.example"), Role.DIRECTOR, new On.Unit(lab));
        notebooks.grant(person("admin", "admin@institute.example"), Role.ADMIN, On.INSTITUTION);
        gateway.store()
                .put(TestGateway.aPut(
                        gateway.store().createBucket(notebook, "raw-spectra", true), "1", new byte[850_000]));

        Await.until(() -> gateway.quotaWatch().deliver(warnings::on) > 0);
        awaitLetters(4);
        awaitNothingWaits();
        assertThat(recipients())
                .containsExactly(
                        "director@institute.example", "head@lab.example", "manager@lab.example", "owner@lab.example");
        MimeMessage letter = server.getReceivedMessages()[0];
        assertThat(letter.getSubject()).isEqualTo("Gédéon : le cahier spectra est plein à plus de 80 %");
        assertThat(letter.getFrom()[0]).hasToString("gedeon@institute.example");
        assertThat(text(letter))
                .contains(
                        "Le cahier spectra a dépassé 80 % de sa limite",
                        "Notebook spectra has passed 80 % of its limit")
                .contains("gedeon quota request spectra")
                .doesNotContain("{", "''");
        assertThat(gateway.quotaWatch().deliver(warnings::on)).isZero();
    }

    @Test
    void whoAskedForRoomIsToldWhatWasGrantedBesideIt() throws Exception {
        Warnings warnings = warnings(Duration.ZERO);
        Notebooks notebooks = gateway.notebooks();
        notebooks.createUnit("lab", null, null);
        int notebook = notebooks
                .createNotebook("spectra", "lab", new ByteCount(1_000_000), Notebooks.NotebookKind.RESEARCH_GROUP)
                .id();
        gateway.quotas().setObjectLimit(new Scope.OfNotebook(notebook), 100L);
        long asker = person("asker", "asker@lab.example");
        long head = person("head", "head@lab.example");
        RoomRequests requests = gateway.roomRequests();
        long part = requests.ask(asker, notebook, new ByteCount(2_000_000), 50, "two runs")
                .id();
        requests.grant(part, head, new RoomRequests.Part(null, new ByteCount(500_000), 0L), "the rest in spring");
        assertThat(requests.deliver(warnings::on)).isEqualTo(1);
        awaitLetters(1);
        assertThat(recipients()).containsExactly("asker@lab.example");
        assertThat(server.getReceivedMessages()[0].getSubject())
                .isEqualTo("Gédéon : le cahier spectra a une autre place que celle que vous demandiez");
        assertThat(text(server.getReceivedMessages()[0]))
                .contains(
                        "head granted 500 kB more for notebook spectra where you asked for 2.00 MB: the limit is 1.50 MB.")
                .contains(" Of the 50 more objects that you asked for, none was granted.")
                .contains("With the words: the rest in spring", "pour 2,00\u00a0Mo demandés")
                .doesNotContain("{", "''");
        long whole = requests.ask(asker, notebook, new ByteCount(2_000_000), 50, "two runs")
                .id();
        requests.grant(whole, head, RoomRequests.Part.WHOLE, "");
        assertThat(requests.deliver(warnings::on)).isEqualTo(1);
        awaitLetters(2);
        long refused =
                requests.ask(asker, notebook, new ByteCount(1), 0, "more runs").id();
        requests.refuse(refused, head, "dispose of waste first");
        assertThat(requests.deliver(warnings::on)).isEqualTo(1);
        awaitLetters(3);
        assertThat(text(server.getReceivedMessages()[1]))
                .contains("head granted 2.00 MB more for notebook spectra: the limit is 3.50 MB.")
                .contains("Objects: 50 more where you asked for 50, the limit is 150.")
                .doesNotContain("With the words");
        assertThat(text(server.getReceivedMessages()[2]))
                .contains("head refused 1 B more for notebook spectra.", "dispose of waste first");
        long silent = requests.ask(person("nowhere", null), notebook, new ByteCount(1), 0, "runs")
                .id();
        requests.refuse(silent, head, "no");
        assertThat(requests.deliver(warnings::on)).isEqualTo(1);
        assertThat(gateway.outbox().backlog("mail").waiting()).isZero();
    }

    @Test
    void aSilentAgentIsToldOnceToWhoAnswersForItsNotebookAndSoIsItsEnd() throws Exception {
        Warnings warnings = warnings(Duration.ZERO);
        Notebooks notebooks = gateway.notebooks();
        notebooks.createUnit("lab", null, null);
        int notebook = notebooks
                .createNotebook("spectra", "lab", new ByteCount(1_000_000), Notebooks.NotebookKind.RESEARCH_GROUP)
                .id();
        notebooks.grant(person("owner", "owner@lab.example"), Role.OWNER, new On.Notebook(notebook));
        Instant since = Instant.parse("2026-11-20T08:15:42Z");
        Agents.Agent agent = new Agents.Agent(
                UUID.randomUUID(),
                new Instrument(1, notebook, "orbitrap", null, null, null, null, Instant.EPOCH, null),
                "raw",
                "pc-7",
                "0.1.0",
                since,
                2,
                null,
                0,
                null,
                null,
                List.of(),
                Agents.State.SILENT,
                Agents.Says.NOTHING);
        warnings.on(new AgentSilence(agent, since, false));
        warnings.on(new AgentSilence(agent, since, false));
        awaitLetters(1);
        assertThat(recipients()).containsExactly("owner@lab.example");
        assertThat(text(server.getReceivedMessages()[0]))
                .contains("instrument orbitrap, on the computer pc-7, has said nothing since 2026-11-20T08:15:00Z")
                .contains("2 acquisitions waited there then.", "2 acquisitions y attendaient alors.")
                .doesNotContain("{", "''");
        warnings.on(new AgentSilence(agent.in(Agents.State.IDLE), since, true));
        awaitLetters(2);
        assertThat(text(server.getReceivedMessages()[1])).contains("is heard again, or off as it usually is");
    }

    @Test
    void anAcquisitionWithoutRoomIsToldOnceToWhoAnswersForItsNotebookAndTheInstruments() throws Exception {
        Warnings warnings = warnings(Duration.ZERO);
        Notebooks notebooks = gateway.notebooks();
        notebooks.createUnit("lab", null, null);
        int notebook = notebooks
                .createNotebook("spectra", "lab", new ByteCount(1_000_000), Notebooks.NotebookKind.RESEARCH_GROUP)
                .id();
        int platform = notebooks
                .createNotebook("platform", "lab", new ByteCount(1_000_000), Notebooks.NotebookKind.PLATFORM)
                .id();
        notebooks.grant(person("owner", "owner@lab.example"), Role.OWNER, new On.Notebook(notebook));
        notebooks.grant(person("manager", "manager@lab.example"), Role.MANAGER, new On.Notebook(platform));
        notebooks.grant(person("reader", "reader@lab.example"), Role.READER, new On.Notebook(notebook));
        Agents.Agent agent = new Agents.Agent(
                UUID.randomUUID(),
                new Instrument(1, platform, "orbitrap", null, null, null, null, Instant.EPOCH, null),
                "raw",
                "pc-7",
                "0.1.0",
                Instant.EPOCH,
                2,
                null,
                0,
                null,
                null,
                List.of(),
                Agents.State.SENDING,
                Agents.Says.NOTHING);
        RoomRefused refused = new RoomRefused(
                7,
                notebook,
                "spectra",
                "ms",
                "l’été {1}.d",
                new ByteCount(2_000_000),
                3,
                new Scope.OfNotebook(notebook),
                "spectra",
                new Quota(
                        new ByteCount(1_000_000),
                        new ByteCount(400_000),
                        new ByteCount(100_000),
                        new Quota.Count(null, 5, 0)),
                Instant.parse("2026-11-20T08:15:42Z"));
        warnings.on(new AgentRefused(agent, refused));
        warnings.on(new AgentRefused(agent, refused));
        awaitLetters(2);
        assertThat(recipients()).containsExactly("manager@lab.example", "owner@lab.example");
        assertThat(text(server.getReceivedMessages()[0]))
                .contains("no room for acquisition l’été {1}.d of source ms: 2.00 MB in 3 files, for notebook spectra")
                .contains("Of the limit of notebook spectra, 1.00 MB, 400 kB are used and 100 kB reserved.")
                .contains("gedeon quota request spectra")
                .contains(
                        "l’acquisition l’été {1}.d de la source ms : 2,00\u00a0Mo en 3 fichiers, pour le cahier spectra")
                .contains(
                        "Sur la limite du cahier spectra, 1,00\u00a0Mo, 400\u00a0Ko sont occupés et 100\u00a0Ko réservés.")
                .doesNotContain("''");
    }

    @Test
    void anAcquisitionThatIsNotStoredAsItWasSentIsToldOnceToWhoAnswerForItsNotebook() throws Exception {
        Warnings warnings = warnings(Duration.ZERO);
        gateway.notebooks().createUnit("lab", null, null);
        int notebook = gateway.notebooks()
                .createNotebook("spectra", "lab", new ByteCount(1_000_000), Notebooks.NotebookKind.RESEARCH_GROUP)
                .id();
        gateway.notebooks().grant(person("owner", "owner@lab.example"), Role.OWNER, new On.Notebook(notebook));
        AcquisitionBroken broken =
                new AcquisitionBroken(new UUID(0, 7), 2, notebook, "orbitrap", "run {1}'s", 2, "a.raw is damaged here");
        warnings.on(broken);
        warnings.on(broken);
        awaitLetters(1);
        assertThat(recipients()).containsExactly("owner@lab.example");
        assertThat(text(server.getReceivedMessages()[0]))
                .contains("Acquisition run {1}'s of instrument orbitrap was read again as it is stored")
                .contains("2 of its files are not what the instrument had: a.raw is damaged here")
                .contains("2 de ses fichiers ne sont pas", "00000000-0000-0000-0000-000000000007")
                .doesNotContain("{2", "''");
    }

    @Test
    void anInstrumentThatDeliversNothingIsToldOnceToWhoAnswersForItsNotebook() throws Exception {
        Warnings warnings = warnings(Duration.ZERO);
        Notebooks notebooks = gateway.notebooks();
        notebooks.createUnit("lab", null, null);
        int notebook = notebooks
                .createNotebook("spectra", "lab", new ByteCount(1_000_000), Notebooks.NotebookKind.RESEARCH_GROUP)
                .id();
        notebooks.grant(person("owner", "owner@lab.example"), Role.OWNER, new On.Notebook(notebook));
        Instant since = Instant.parse("2026-11-20T09:00:00Z");
        Instrument instrument = new Instrument(1, notebook, "orbitrap", null, null, null, null, Instant.EPOCH, since);
        AcquisitionMissing late = new AcquisitionMissing(instrument, since, null);
        warnings.on(late);
        warnings.on(late);
        awaitLetters(1);
        assertThat(recipients()).containsExactly("owner@lab.example");
        assertThat(text(server.getReceivedMessages()[0]))
                .contains("it usually has by 2026-11-20T09:00:00Z (UTC)", "d’habitude fait avant 2026-11-20T09:00:00Z")
                .doesNotContain("{", "''");
        warnings.on(new AcquisitionMissing(
                instrument,
                since,
                new Bookings.Booking(since, since.plusSeconds(7200), "Proteins", "bob@lab.example")));
        awaitLetters(2);
        assertThat(text(server.getReceivedMessages()[1]))
                .contains("from 2026-11-20T09:00:00Z to 2026-11-20T11:00:00Z (UTC) (Proteins, bob@lab.example)")
                .contains("est réservé de 2026-11-20T09:00:00Z à 2026-11-20T11:00:00Z")
                .doesNotContain("{", "''");
    }

    @Test
    void damageIsToldToOperatorsAndAdministrators() throws Exception {
        Warnings warnings = warnings(Duration.ofMinutes(10));
        gateway.notebooks().grant(person("admin", "admin@institute.example"), Role.ADMIN, On.INSTITUTION);
        person("somebody", "somebody@lab.example");
        warnings.on(new DamageChanged(7, "nfs", 1200, 3, 0, 0));
        awaitLetters(2);
        assertThat(recipients()).containsExactly("admin@institute.example", "operators@institute.example");
        assertThat(server.getReceivedMessages()[0].getSubject())
                .isEqualTo("Gédéon : contenu perdu dans le niveau nfs : 3 copies sans autre");
        assertThat(text(server.getReceivedMessages()[0])).contains("1,200 copies are damaged or missing");
    }

    @Test
    void eachThresholdOfAUnitIsToldOnceToItsDirectorsAndThoseAbove() throws Exception {
        Warnings warnings = warnings(Duration.ZERO);
        Notebooks notebooks = gateway.notebooks();
        int institute = notebooks.createUnit("institute", null, null).id();
        int lab = notebooks
                .createUnit("lab", "institute", new ByteCount(1_000_000))
                .id();
        int beside = notebooks.createUnit("beside", "institute", null).id();
        int notebook = notebooks
                .createNotebook("spectra", "lab", new ByteCount(1_000_000), Notebooks.NotebookKind.RESEARCH_GROUP)
                .id();
        gateway.quotas().change(new Scope.OfNotebook(notebook), QuotaChange.NOTHING.withWarnings(100, 100, null));
        notebooks.grant(person("manager", "manager@lab.example"), Role.MANAGER, new On.Notebook(notebook));
        notebooks.grant(person("director", "director@institute.example"), Role.DIRECTOR, new On.Unit(institute));
        notebooks.grant(person("head", "head@lab.example"), Role.DIRECTOR, new On.Unit(lab));
        notebooks.grant(person("other", "other@institute.example"), Role.DIRECTOR, new On.Unit(beside));
        Bucket bucket = gateway.store().createBucket(notebook, "raw-spectra", true);
        gateway.store().put(TestGateway.aPut(bucket, "1", new byte[850_000]));
        Await.until(() -> gateway.quotaWatch().deliver(warnings::on) > 0);
        awaitLetters(2);
        gateway.store().put(TestGateway.aPut(bucket, "2", new byte[60_000]));
        Await.until(() -> gateway.quotaWatch().deliver(warnings::on) > 0);
        awaitLetters(4);
        assertThat(recipients())
                .containsExactly(
                        "director@institute.example",
                        "director@institute.example",
                        "head@lab.example",
                        "head@lab.example");
        assertThat(text(server.getReceivedMessages()[0])).contains("Unit lab", "has passed 80 % of its limit");
        assertThat(text(server.getReceivedMessages()[3])).contains("Unit lab", "has passed 90 % of its limit");
    }

    @Test
    void anEventThatIsHandedOverTwiceIsOneLetter() throws Exception {
        // Nobody sends: what was written stands there to be counted.
        MailSettings settings = settings(MailSettings.Tls.NONE, Duration.ZERO);
        Warnings warnings =
                new Warnings(gateway.letters(), gateway.addresses(), settings, new Wording(settings.languages()));
        int notebook = notebookWithoutAnybody();
        gateway.store()
                .put(TestGateway.aPut(
                        gateway.store().createBucket(notebook, "raw-spectra", true), "1", new byte[850_000]));
        List<QuotaNearlyFull> told = new ArrayList<>();
        Await.until(() -> gateway.quotaWatch().deliver(event -> {
                    told.add(event);
                    warnings.on(event);
                    if (told.size() == 1) {
                        throw new IllegalStateException("killed before it was done");
                    }
                })
                > 0);
        assertThat(told).hasSize(2);
        assertThat(gateway.outbox().backlog("mail").waiting()).isEqualTo(1);
        warnings.on(new DamageChanged(7, "nfs", 1, 0, 0, 0));
        warnings.on(new DamageChanged(7, "nfs", 1, 0, 0, 0));
        assertThat(gateway.outbox().backlog("mail").waiting()).isEqualTo(2);
        warnings.on(new DamageChanged(8, "nfs", 1, 0, 0, 0));
        assertThat(gateway.outbox().backlog("mail").waiting()).isEqualTo(3);
    }

    /** So that operators are told. */
    private int notebookWithoutAnybody() {
        gateway.notebooks().createUnit("lab", null, null);
        return gateway.notebooks()
                .createNotebook("spectra", "lab", new ByteCount(1_000_000), Notebooks.NotebookKind.RESEARCH_GROUP)
                .id();
    }

    @Test
    void anAddressIsOfTheAccountThatItWasGivenToAndNoAgentHasOne() {
        long anna = person("anna", "anna@lab.example");
        long agent = gateway.notebooks().account("agent", Principal.Kind.AGENT).id();
        gateway.addresses().set(agent, "agent@lab.example");
        assertThat(gateway.addresses().holder("anna"))
                .contains(new Addresses.Holder(anna, "anna", Principal.Kind.PERSON, "anna@lab.example"));
        assertThat(gateway.addresses().holder("agent"))
                .contains(new Addresses.Holder(agent, "agent", Principal.Kind.AGENT, null));
        assertThat(gateway.addresses().holder("nobody")).isEmpty();
        assertThatThrownBy(() -> gateway.addresses().set(anna, "a@lab.example\r\nBcc: b@lab.example"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(gateway.addresses().of(anna)).contains("anna@lab.example");
    }

    @Test
    void whatComesSoonAfterIsGathered() throws Exception {
        warnings(Duration.ofSeconds(4));
        gateway.letters().write("1", List.of(new Letter("a@lab.example", "first", "one")));
        awaitLetters(1);
        gateway.letters()
                .write(
                        "2",
                        List.of(
                                new Letter("a@lab.example", "second", "two"),
                                new Letter("b@lab.example", "other", "three"),
                                new Letter("a@lab.example", "third", "four")));
        awaitLetters(3);
        assertThat(Stream.of(server.getReceivedMessages()).map(GreenMailUtil::getBody))
                .anySatisfy(body -> assertThat(body).contains("second", "two", "third", "four"));
        assertThat(recipients()).containsExactly("a@lab.example", "a@lab.example", "b@lab.example");
    }

    @Test
    void whatAServerThatIsAwayDidNotTakeItGetsLater() throws Exception {
        warnings(Duration.ZERO);
        server.stop();
        gateway.letters().write("1", List.of(new Letter("a@lab.example", "late", "but there")));
        Await.until(() -> !sql.list(row -> true, "select 1 from outbox where consumer = 'mail' and reason is not null")
                .isEmpty());
        assertThat(sql.list(row -> row.getString(1), "select reason from outbox where consumer = 'mail'"))
                .singleElement()
                .asString()
                .contains("the mail server 127.0.0.1:" + port + " did not take it");
        server = server(port);
        server.start();
        awaitLetters(1);
        awaitNothingWaits();
        assertThat(server.getReceivedMessages()).hasSize(1);
    }

    @Test
    void nothingIsSaidInTheClearWhereItIsToBeEncrypted() throws Exception {
        Mail mail = mail(settings(MailSettings.Tls.STARTTLS, Duration.ZERO));
        assertThatThrownBy(() -> mail.test("a@lab.example"))
                .isInstanceOf(Mail.NotSent.class)
                .hasMessageContaining("STARTTLS");
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void aTestSaysWhatIsMissing() throws Exception {
        Mail mail = mail(withoutSender(null));
        assertThatThrownBy(() -> mail.test("a@lab.example"))
                .isInstanceOf(Mail.NotSent.class)
                .hasMessageContaining("gedeon.mail.host");
    }

    @Test
    void anAddressIsOneAddressAndNothingMore() {
        for (String wrong : List.of(
                "",
                "a",
                "a@",
                "@b.example",
                "a@b.example, c@d.example",
                "a@b.example\r\nBcc: c@d.example",
                "a@b.example\n",
                "Anna <a@b.example>",
                "a b@c.example",
                "a@b..example",
                "a@-b.example",
                "x".repeat(65) + "@b.example",
                "a@" + "b.".repeat(130) + "example")) {
            assertThatThrownBy(() -> Addresses.require(wrong))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("name@example.org");
        }
        for (String right : List.of("a@b", "anna.o'neill+raw@chem.institute.example", "x_y@127-0.example")) {
            assertThat(Addresses.require(right)).isEqualTo(right);
        }
    }

    @Test
    void thePasswordIsReadFromItsFileAndSaidNowhere(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("password"), "a secret\n");
        MailSettings settings = new MailSettings(
                "mail.example",
                null,
                MailSettings.Tls.IMPLICIT,
                "gedeon",
                file,
                "gedeon@institute.example",
                List.of(),
                Duration.ZERO,
                List.of("en"),
                Duration.ofSeconds(10));
        assertThat(settings.password()).contains("a secret");
        assertThat(settings.serverPort()).isEqualTo(465);
        assertThat(settings.toString()).doesNotContain("secret", "password");
        assertThatThrownBy(() -> withoutSender("mail.example")).hasMessageContaining("gedeon.mail.from");
    }

    private static MailSettings withoutSender(@Nullable String host) {
        return new MailSettings(
                host,
                null,
                MailSettings.Tls.STARTTLS,
                null,
                null,
                null,
                List.of(),
                Duration.ZERO,
                List.of("en"),
                Duration.ofSeconds(10));
    }
}
