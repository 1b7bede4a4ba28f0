package org.mneme.war.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Hold the arrows between the modules, which are drawn in the design, against every class that is shipped.
 *
 * <p>It stands in the WAR, the only module that has all others on its class path.
 */
class ModuleRulesTest {

    /** The modules by their root packages, and what of ours each may use. */
    enum Module {
        API("org.mneme.api"),
        SPI("org.mneme.spi", API),
        INDEX("org.mneme.index", SPI, API),
        CORE("org.mneme.core", SPI, API),
        STORAGE_JPA("org.mneme.storage.jpa", INDEX, SPI, API),
        STORAGE_ELASTICSEARCH("org.mneme.storage.elasticsearch", SPI, API),
        EMBEDDING("org.mneme.embedding", SPI, API),
        EXTRACTORS("org.mneme.extract", SPI, API),
        NOTIFIERS("org.mneme.notify", SPI, API),
        WAR("org.mneme.war", CORE, SPI, API);

        private final String root;
        private final Module[] mayUse;

        Module(String root, Module... mayUse) {
            this.root = root;
            this.mayUse = mayUse;
        }

        boolean has(JavaClass type) {
            return type.getPackageName().equals(root) || type.getPackageName().startsWith(root + ".");
        }
    }

    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            // a node for the tests
            .withImportOption(location -> !location.contains("/test-elasticsearch/"))
            .importPackages("org.mneme");

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"EXTRACTORS", "NOTIFIERS"})
    void everyModuleWasLookedAt(Module module) {
        assertThat(OURS.stream().filter(module::has))
                .as("classes below %s", module.root)
                .isNotEmpty();
    }

    @Test
    void everyClassBelongsToAModule() {
        assertThat(OURS.stream()
                        .filter(type -> Arrays.stream(Module.values()).noneMatch(module -> module.has(type)))
                        .map(JavaClass::getName))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aModuleUsesOnlyTheModulesItMay(Module module) {
        noClasses()
                .that(belongTo(module))
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "belong to a module it may not use",
                        type -> Arrays.stream(Module.values())
                                .filter(other -> other.has(type))
                                .anyMatch(other -> !mayUse(module, other))))
                // that it has classes is a test of its own
                .allowEmptyShould(true)
                .check(OURS);
    }

    @Test
    void onlyTheServerKnowsItsContainer() {
        noClasses()
                .that(DescribedPredicate.not(belongTo(Module.WAR)))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "jakarta.ws.rs..",
                        "jakarta.servlet..",
                        "jakarta.enterprise..",
                        "jakarta.inject..",
                        "org.eclipse.microprofile..")
                .check(OURS);
    }

    @Test
    void onlyAStorageKnowsItsDatabase() {
        noClasses()
                .that(DescribedPredicate.not(belongTo(Module.STORAGE_JPA)))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "jakarta.persistence..", "org.h2..", "org.flywaydb..")
                .check(OURS);
    }

    @Test
    void onlyItsStorageKnowsElasticsearch() {
        noClasses()
                .that(DescribedPredicate.not(belongTo(Module.STORAGE_ELASTICSEARCH)))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("co.elastic.clients..", "org.elasticsearch..")
                .check(OURS);
    }

    @Test
    void theContractDependsOnNothingButJava() {
        classes()
                .that(belongTo(Module.API).or(belongTo(Module.SPI)))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.mneme.api..", "org.mneme.spi..")
                .check(OURS);
    }

    @Test
    void theDialectsKnowNothingOfEachOther() {
        for (String dialect : new String[] {"retainr", "retaindb", "xtrace", "gomemory", "admin"}) {
            String[] others = Arrays.stream(new String[] {"retainr", "retaindb", "xtrace", "gomemory", "admin"})
                    .filter(other -> !other.equals(dialect))
                    .map(other -> "org.mneme.war." + other + "..")
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage("org.mneme.war." + dialect + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(others)
                    .check(OURS);
        }
    }

    @Test
    void theModulesHaveNoCyclesBetweenPackages() {
        slices().matching("org.mneme.war.(*)..").should().beFreeOfCycles().check(OURS);
    }

    private static DescribedPredicate<JavaClass> belongTo(Module module) {
        return DescribedPredicate.describe("belong to " + module.root, module::has);
    }

    private static boolean mayUse(Module module, Module other) {
        return module == other || Arrays.asList(module.mayUse).contains(other);
    }
}
