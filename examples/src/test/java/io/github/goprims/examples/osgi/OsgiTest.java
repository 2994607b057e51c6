package io.github.goprims.examples.osgi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.examples.osgi.shop.NightActivator;
import io.github.goprims.examples.osgi.shop.ShopActivator;
import io.github.goprims.gochan.Channel;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gosync.Mutex;
import io.github.goprims.gotest.Bubble;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleWiring;

/** The published modules are bundles that a framework resolves, and that other bundles use. */
class OsgiTest {

  private static final String SHOP =
      "io.github.goprims.gochan,io.github.goprims.gocontext,io.github.goprims.gosync";

  private @TempDir Path folder;
  private Framework framework;

  @BeforeEach
  void start() throws BundleException {
    framework =
        new FrameworkFactory()
            .newFramework(Map.of(Constants.FRAMEWORK_STORAGE, folder.resolve("felix").toString()));
    framework.start();
  }

  @AfterEach
  void stop() throws Exception {
    framework.stop();
    framework.waitForStop(10_000);
  }

  @Test
  void aBundleUsesThem() throws Exception {
    Bundle gochan = install(Channel.class);
    install(Context.class);
    install(Mutex.class);
    user(ShopActivator.class, SHOP).start();

    assertThat(service(String.class)).isEqualTo("tea");
    assertThat(gochan.getSymbolicName()).isEqualTo("io.github.goprims.gochan");
    assertThat(importsOf(gochan)).as("of what is optional").contains("jdk.jfr", "javax.management");
  }

  @Test
  void theTestKitIsFound() throws Exception {
    install(Channel.class);
    install(Context.class);
    install(Mutex.class);
    install(Bubble.class);
    user(NightActivator.class, "io.github.goprims.gochan,io.github.goprims.gotest").start();

    assertThat(service(Instant.class)).isEqualTo("2000-01-01T08:00:00Z");
  }

  @Test
  void internalPackagesAreForThoseWhoSaySo() throws Exception {
    install(Channel.class);
    String internal = "io.github.goprims.gochan.internal";

    Bundle unaware = bundle("unaware", Map.of(Constants.IMPORT_PACKAGE, internal));
    assertThatThrownBy(unaware::start)
        .isInstanceOf(BundleException.class)
        .hasMessageContaining(internal);
    Bundle aware =
        bundle("aware", Map.of(Constants.IMPORT_PACKAGE, internal + ";goprims=internal"));
    aware.start();
    assertThat(importsOf(aware)).contains(internal);
  }

  @Test
  void theyNeedJava21() throws Exception {
    for (Class<?> module : List.of(Channel.class, Context.class, Mutex.class, Bubble.class)) {
      assertThat(install(module).getHeaders().get(Constants.REQUIRE_CAPABILITY))
          .isEqualTo("osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=21))\"");
    }
  }

  private <T> T service(Class<T> type) {
    BundleContext context = framework.getBundleContext();
    return context.getService(context.getServiceReference(type));
  }

  private static List<Object> importsOf(Bundle bundle) {
    return bundle
        .adapt(BundleWiring.class)
        .getRequiredWires(PackageNamespace.PACKAGE_NAMESPACE)
        .stream()
        .map(wire -> wire.getCapability().getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE))
        .toList();
  }

  /** Installs the module of that class: its jar, or its folder of classes as one. */
  private Bundle install(Class<?> type) throws Exception {
    Path place = place(type);
    if (Files.isDirectory(place)) {
      Manifest manifest;
      try (InputStream in = Files.newInputStream(place.resolve(JarFile.MANIFEST_NAME))) {
        manifest = new Manifest(in);
      }
      return install(type.getSimpleName(), manifest, place, files(place));
    }
    return framework.getBundleContext().installBundle(place.toUri().toString());
  }

  private static Path place(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  /** Installs a bundle that consists of that class alone. */
  private Bundle user(Class<?> activator, String imports)
      throws IOException, BundleException, URISyntaxException {
    Path place = place(activator);
    return install(
        activator.getSimpleName(),
        manifest(
            activator.getSimpleName(),
            Map.of(
                Constants.BUNDLE_ACTIVATOR,
                activator.getName(),
                Constants.IMPORT_PACKAGE,
                "org.osgi.framework," + imports)),
        place,
        List.of(place.resolve(activator.getName().replace('.', '/') + ".class")));
  }

  private Bundle bundle(String name, Map<String, String> headers)
      throws IOException, BundleException {
    return install(name, manifest(name, headers), folder, List.of());
  }

  private static Manifest manifest(String name, Map<String, String> headers) {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
    attributes.putValue(Constants.BUNDLE_SYMBOLICNAME, name);
    headers.forEach(attributes::putValue);
    return manifest;
  }

  private Bundle install(String name, Manifest manifest, Path root, List<Path> files)
      throws IOException, BundleException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
      for (Path file : files) {
        jar.putNextEntry(new ZipEntry(root.relativize(file).toString().replace('\\', '/')));
        jar.write(Files.readAllBytes(file));
      }
    }
    return framework
        .getBundleContext()
        .installBundle(name, new ByteArrayInputStream(bytes.toByteArray()));
  }

  private static List<Path> files(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.endsWith(JarFile.MANIFEST_NAME))
          .toList();
    }
  }
}
