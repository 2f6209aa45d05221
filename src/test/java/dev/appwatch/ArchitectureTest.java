package dev.appwatch;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.appwatch.model.PlantedOffence;
import dev.appwatch.stray.Stray;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the code to the table of packages. */
final class ArchitectureTest {

  private static final String ROOT = "dev.appwatch";

  private static final Set<String> ALL =
      Set.of(
          "text",
          "model",
          "drl",
          "ingest",
          "normalise",
          "rules",
          "context",
          "evaluate",
          "pipeline",
          "store",
          "intake",
          "report",
          "scenario",
          "generate",
          "proof",
          "routes",
          "cli");

  /** What each package may name, in the order in which the data flows. */
  private static final Map<String, Set<String>> MAY_SEE =
      Map.ofEntries(
          entry("text", Set.of()),
          entry("model", Set.of()),
          entry("drl", Set.of("text", "model")),
          entry("ingest", Set.of("text", "model")),
          entry("normalise", Set.of("text", "model")),
          entry("rules", Set.of("text", "model", "drl")),
          entry("context", Set.of("text", "model")),
          entry("evaluate", Set.of("text", "model", "rules", "context")),
          entry(
              "pipeline",
              Set.of("text", "model", "ingest", "normalise", "rules", "context", "evaluate")),
          entry("store", Set.of("text", "model", "context", "pipeline")),
          entry(
              "intake",
              Set.of(
                  "text", "model", "ingest", "rules", "context", "evaluate", "pipeline", "store")),
          entry("generate", Set.of()),
          entry("report", Set.of("text", "model", "drl")),
          entry("scenario", Set.of("model", "pipeline")),
          entry("proof", Set.of("model", "drl", "rules", "context", "evaluate", "scenario")),
          entry("routes", Set.of("text", "model", "pipeline", "store", "intake", "report")),
          entry("cli", ALL));

  private static final JavaClasses PRODUCTION =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  private static final ArchRule NO_CLOCK =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".cli..")
          .should()
          .accessTargetWhere(readsTheSystemClock())
          .because("time arrives as an argument");

  static Stream<ArchRule> rules() {
    return Stream.concat(MAY_SEE.keySet().stream().sorted().map(ArchitectureTest::sees), others());
  }

  @ParameterizedTest
  @MethodSource("rules")
  void holds(ArchRule rule) {
    rule.allowEmptyShould(true).check(PRODUCTION);
  }

  @Test
  void everyPackageForbidsNullUnlessItSaysOtherwise() {
    assertThat(PRODUCTION.stream().map(JavaClass::getPackage).distinct())
        .isNotEmpty()
        .allMatch(javaPackage -> javaPackage.isAnnotatedWith(NullMarked.class));
  }

  @Test
  void seesADependencyAgainstTheFlow() {
    assertBroken(sees("model"), PlantedOffence.class, "dev.appwatch.report.FindingWriter");
  }

  @Test
  void seesThatTheSystemClockIsRead() {
    assertBroken(NO_CLOCK, PlantedOffence.class, "java.time.Instant.now()");
  }

  @Test
  void seesThatTheSystemClockIsReferredTo() {
    assertBroken(NO_CLOCK, PlantedOffence.class, "java.time.Clock.systemUTC()");
  }

  @Test
  void seesAPackageThatIsNotInTheTable() {
    assertBroken(everyPackageIsListed(), Stray.class, "dev.appwatch.stray.Stray");
  }

  @Test
  void seesAModelThatIsNoValue() {
    assertBroken(modelHoldsValues(), PlantedOffence.class, "dev.appwatch.model.PlantedOffence");
  }

  @Test
  void seesAFieldThatOthersChange() {
    assertBroken(fieldsAreFinal(), PlantedOffence.class, "dev.appwatch.model.PlantedOffence.open");
  }

  @Test
  void seesStandardStreams() {
    assertBroken(noStandardStreams(), PlantedOffence.class, "java.lang.System.out");
  }

  private static Stream<ArchRule> others() {
    return Stream.of(
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles(),
        everyPackageIsListed(),
        modelHoldsValues(),
        fieldsAreFinal(),
        noStandardStreams(),
        NO_CLOCK,
        onlyIn("org.kie..", "rules", "evaluate", "proof"),
        onlyIn("org.drools..", "rules", "evaluate"),
        onlyIn("org.apache.camel..", "routes"),
        onlyIn("io.vertx..", "routes"),
        onlyIn("io.netty..", "routes"),
        onlyIn("com.azure..", "routes"),
        onlyIn("reactor..", "routes"),
        onlyIn("org.h2..", "pipeline"),
        onlyIn("org.jdbi..", "store"),
        onlyIn("org.flywaydb..", "store"),
        onlyIn("com.zaxxer..", "store"),
        onlyIn("org.sqlite..", "store"),
        onlyIn("net.fortuna..", "context"),
        onlyIn("de.focus_shift..", "context"),
        onlyIn("picocli..", "cli"),
        onlyIn("me.tongfei..", "cli"),
        noClasses()
            .that()
            .resideInAPackage(ROOT + ".model..")
            .should()
            .dependOnClassesThat(resideInAPackage("com.fasterxml..")),
        noClasses().should().dependOnClassesThat().haveFullyQualifiedName("java.util.Date"),
        noClassesFromData(),
        noCalls());
  }

  private static ArchRule sees(String from) {
    String[] allowed =
        Stream.concat(MAY_SEE.getOrDefault(from, Set.of()).stream(), Stream.of(from))
            .map(name -> ROOT + "." + name + "..")
            .toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage(ROOT + "." + from + "..")
        .should()
        .dependOnClassesThat(resideInAPackage(ROOT + "..").and(resideOutsideOfPackages(allowed)));
  }

  private static ArchRule everyPackageIsListed() {
    return classes()
        .should()
        .resideInAnyPackage(
            ALL.stream().map(name -> ROOT + "." + name + "..").toArray(String[]::new));
  }

  private static ArchRule modelHoldsValues() {
    return classes()
        .that()
        .resideInAPackage(ROOT + ".model..")
        .and()
        .doNotHaveSimpleName("package-info")
        .and()
        .areNotAnonymousClasses()
        .should()
        .beRecords()
        .orShould()
        .beEnums()
        .orShould()
        .beInterfaces();
  }

  /** A reader or a counter has state of its own; what is shared or seen from outside is final. */
  private static ArchRule fieldsAreFinal() {
    return fields()
        .that()
        .areDeclaredInClassesThat()
        .resideOutsideOfPackage(ROOT + ".cli..")
        .and(describe("are static or seen from outside", ArchitectureTest::shared))
        .should()
        .beFinal();
  }

  private static boolean shared(JavaField field) {
    Set<JavaModifier> modifiers = field.getModifiers();
    return !modifiers.contains(JavaModifier.SYNTHETIC)
        && (modifiers.contains(JavaModifier.STATIC) || !modifiers.contains(JavaModifier.PRIVATE));
  }

  private static ArchRule noStandardStreams() {
    return noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".cli..")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err");
  }

  /** Neither Java serialisation nor JSON that names classes: data never decides what is made. */
  private static ArchRule noClassesFromData() {
    return noClasses()
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.io.ObjectInputStream")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("com.fasterxml.jackson.annotation.JsonTypeInfo")
        .orShould()
        .callMethodWhere(
            describe(
                "turn on default typing",
                call ->
                    call.getTarget()
                        .getName()
                        .toLowerCase(java.util.Locale.ROOT)
                        .contains("defaulttyping")));
  }

  /** What judges never asks the network: addresses in records are only looked at. */
  private static ArchRule noCalls() {
    return noClasses()
        .that()
        .resideInAnyPackage(
            Stream.of(
                    "ingest",
                    "normalise",
                    "rules",
                    "context",
                    "evaluate",
                    "pipeline",
                    "drl",
                    "proof")
                .map(name -> ROOT + "." + name + "..")
                .toArray(String[]::new))
        .should()
        .dependOnClassesThat(
            resideInAPackage("java.net.http..").or(describe("sockets", ArchitectureTest::socket)))
        .orShould()
        .accessTargetWhere(describe("look up a name or fetch", ArchitectureTest::lookup));
  }

  private static boolean socket(JavaClass type) {
    return Set.of("java.net.Socket", "java.net.ServerSocket", "javax.naming.InitialContext")
        .contains(type.getName());
  }

  /** An address that was parsed is harmless; asking for its name, or for that of a host, is not. */
  private static boolean lookup(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    String name = access.getTarget().getName();
    return (owner.startsWith("java.net.Inet")
            && Set.of(
                    "getByName",
                    "getAllByName",
                    "getLocalHost",
                    "getHostName",
                    "getCanonicalHostName",
                    "isReachable")
                .contains(name))
        || (owner.equals("java.net.URL") && name.startsWith("open"))
        || (owner.equals("java.net.URI") && name.equals("toURL"));
  }

  private static ArchRule onlyIn(String library, String... packages) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(
            Stream.of(packages).map(name -> ROOT + "." + name + "..").toArray(String[]::new))
        .should()
        .dependOnClassesThat(resideInAPackage(library));
  }

  private static DescribedPredicate<JavaAccess<?>> readsTheSystemClock() {
    return describe(
        "the system clock or zone",
        access -> {
          String owner = access.getTargetOwner().getName();
          String name = access.getTarget().getName();
          return (owner.startsWith("java.time.") && name.equals("now"))
              || (owner.equals(Clock.class.getName()) && name.startsWith("system"))
              || (owner.equals("java.time.ZoneId") && name.equals("systemDefault"))
              || (owner.equals("java.lang.System") && name.equals("currentTimeMillis"));
        });
  }

  private static void assertBroken(ArchRule rule, Class<?> offender, String named) {
    JavaClasses planted = new ClassFileImporter().importClasses(offender);

    assertThatThrownBy(() -> rule.check(planted))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(named);
  }
}
