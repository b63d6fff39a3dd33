package io.outagelab.console.structure;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** Who may know whom, and what engines keep away from. */
class ArchitectureTest {
  private static final String[] CORE = {"io.outagelab.core.."};

  private static final String[] ENGINES = {
    "io.outagelab.apps..",
    "io.outagelab.authoritative..",
    "io.outagelab.backbone..",
    "io.outagelab.configpush..",
    "io.outagelab.resolver.."
  };

  private static final JavaClasses LAB =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.outagelab");

  private static DescribedPredicate<JavaClass> pure() {
    return resideInAnyPackage(CORE).or(resideInAnyPackage(ENGINES)).as("core and engines");
  }

  @Test
  void everyPartIsThere() {
    for (String part : List.of("core", "apps", "backbone", "resolver", "assembly", "drills")) {
      assertThat(LAB.stream().anyMatch(c -> c.getPackageName().startsWith("io.outagelab." + part)))
          .as(part)
          .isTrue();
    }
  }

  @Test
  void enginesAndCoreNeedOnlyTheJdkDnsjavaJspecifyAndCore() {
    classes()
        .that(resideInAnyPackage(ENGINES))
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(ENGINES)
                .or(resideInAnyPackage(CORE))
                .or(
                    resideInAnyPackage(
                        "java..", "javax.crypto..", "org.xbill.DNS..", "org.jspecify..")))
        .check(LAB);
    classes()
        .that(resideInAnyPackage(CORE))
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(CORE)
                .or(resideInAnyPackage("java..", "org.xbill.DNS..", "org.jspecify..")))
        .check(LAB);
  }

  @Test
  void enginesDoNotKnowEachOther() {
    slices()
        .assignedFrom(
            new SliceAssignment() {
              @Override
              public SliceIdentifier getIdentifierOf(JavaClass candidate) {
                return resideInAnyPackage(ENGINES).test(candidate)
                    ? SliceIdentifier.of(candidate.getPackageName().split("\\.", -1)[2])
                    : SliceIdentifier.ignore();
              }

              @Override
              public String getDescription() {
                return "engines";
              }
            })
        .should()
        .notDependOnEachOther()
        .check(LAB);
  }

  @Test
  void enginesHaveNoClockNoEntropyAndNoThreads() {
    noClasses()
        .that(pure())
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(LocalDateTime.class, "now")
        .orShould()
        .callMethod(Math.class, "random")
        .orShould()
        .callMethod(UUID.class, "randomUUID")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .orShould()
        .callMethod(System.class, "getProperty", String.class)
        .check(LAB);
    noClasses()
        .that(pure())
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("java.util.concurrent..")
                .or(isAnyOf(Thread.class, Random.class, ThreadLocalRandom.class, Clock.class)))
        .check(LAB);
    // Signing needs entropy, but takes it as an argument.
    noClasses()
        .that(pure())
        .should()
        .callConstructor(SecureRandom.class)
        .orShould()
        .callMethod(SecureRandom.class, "getInstanceStrong")
        .orShould()
        .callMethod(SecureRandom.class, "getInstance", String.class)
        .orShould()
        .callMethod(Signature.class, "initSign", PrivateKey.class)
        .orShould()
        .callMethod(KeyPairGenerator.class, "initialize", int.class)
        .orShould()
        .callMethod(KeyPairGenerator.class, "initialize", AlgorithmParameterSpec.class)
        .check(LAB);
  }

  @Test
  void enginesHaveNoFilesNoSocketsAndNoLog() {
    Set<String> allowed =
        Set.of(
            "java.io.IOException",
            "java.io.UncheckedIOException",
            "java.io.InputStream",
            "java.io.ByteArrayInputStream",
            "java.io.ByteArrayOutputStream",
            "java.io.Serializable",
            "java.io.PrintStream",
            "java.net.InetAddress",
            "java.net.UnknownHostException");
    noClasses()
        .that(pure())
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("java.io..", "java.net..", "java.nio.file..", "java.nio.channels..")
                .and(not(describe("values", c -> allowed.contains(c.getName())))))
        .check(LAB);
    noClasses()
        .that(pure())
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("java.util.logging..", "org.slf4j..")
                .or(isAnyOf(System.Logger.class)))
        .orShould()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(LAB);
  }

  @Test
  void nobodyNeedsTheConsole() {
    noClasses()
        .that(not(resideInAnyPackage("io.outagelab.console..")))
        .should()
        .dependOnClassesThat(resideInAnyPackage("io.outagelab.console.."))
        .check(LAB);
  }

  @Test
  void worldsKnowNoMachines() {
    noClasses()
        .that(resideInAnyPackage("io.outagelab.world.."))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(ENGINES).or(resideInAnyPackage("io.outagelab.assembly..")))
        .check(LAB);
  }

  @Test
  void dnsjavaIsACodecAndNothingElse() {
    Set<String> forbidden =
        Set.of(
            "org.xbill.DNS.Cache",
            "org.xbill.DNS.Lookup",
            "org.xbill.DNS.Resolver",
            "org.xbill.DNS.SimpleResolver",
            "org.xbill.DNS.ExtendedResolver",
            "org.xbill.DNS.DohResolver",
            "org.xbill.DNS.ResolverConfig",
            "org.xbill.DNS.Zone");
    noClasses()
        .should()
        .dependOnClassesThat(
            describe(
                "dnsjava beyond its codec",
                c ->
                    forbidden.contains(c.getName())
                        || c.getPackageName().startsWith("org.xbill.DNS.lookup")))
        .check(LAB);
  }

  private static DescribedPredicate<JavaClass> isAnyOf(Class<?>... types) {
    List<String> names = List.of(types).stream().map(Class::getName).toList();
    return describe(String.join(", ", names), c -> names.contains(c.getName()));
  }
}
