package gedeon.server;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/** The arrows and habits that a compiler does not hold. Each rule says why it is there. */
class ModulesTests {
    private static JavaClasses classes;

    @BeforeAll
    static void read() {
        classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .withImportOption(location -> !location.contains("-tests.jar"))
                .importPackages("gedeon");
    }

    @Test
    void modulesUseEachOtherThroughTheirPublicFacesAndWithoutCycles() {
        // The client is not of this process: what the server may use of it is the next test's.
        ApplicationModules.of("gedeon", resideInAPackage("gedeon.client..")).verify();
    }

    @Test
    void arrowsPointLeft() {
        noClasses()
                .that()
                .resideInAPackage("gedeon.kernel..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("gedeon.storage..", "gedeon.metadata..", "gedeon.dmp..", "gedeon.server..")
                .because("values that mean the same everywhere know nobody")
                .check(classes);
        noClasses()
                .that()
                .resideInAPackage("gedeon.storage..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("gedeon.metadata..", "gedeon.dmp..", "gedeon.server..")
                .because("storage stays usable without a catalogue; what must happen later leaves by the outbox")
                .check(classes);
        noClasses()
                .that()
                .resideInAPackage("gedeon.metadata..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("gedeon.dmp..", "gedeon.server..")
                .because("policy comes back from plans as plain values, not as calls to the right")
                .check(classes);
        noClasses()
                .that()
                .resideInAPackage("gedeon.dmp..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("gedeon.server..")
                .because("the server assembles; nobody asks it")
                .check(classes);
    }

    @Test
    void theServerUsesOnlyTheWireRecordsOfTheClient() {
        noClasses()
                .that()
                .resideInAPackage("gedeon.server..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("gedeon.client")
                .because(
                        "agents and commands reach the server over HTTP alone; the records are shared so that each is written once")
                .check(classes);
    }

    @Test
    void domainModulesDoNotKnowSpring() {
        noClasses()
                .that()
                .resideInAnyPackage("gedeon.kernel..", "gedeon.storage..", "gedeon.metadata..", "gedeon.dmp..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.springframework.boot..", "org.springframework.web..", "org.springframework.context..")
                .because("a bare gateway process starts without Spring: the kill runner does")
                .check(classes);
    }

    @Test
    void timeComesFromAClock() {
        noClasses()
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(java.time.LocalDate.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .because("a test must be able to say what time it is")
                .check(classes);
    }

    @Test
    void pagesAndRoutesDoNotKnowEachOther() {
        noClasses()
                .that()
                .resideInAPackage("gedeon.server.web..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("gedeon.server.rest..")
                .because("what both need, such as who may see what, is security's or a port's")
                .check(classes);
    }

    @Test
    void routesAndPagesSpeakToPortsAndNotToTables() {
        noClasses()
                .that()
                .resideInAnyPackage("gedeon.server.rest..", "gedeon.server.web..", "gedeon.server.security..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.sql..")
                .because("SQL is spoken by the module that owns the tables")
                .check(classes);
    }
}
