package io.github.goprims.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.JavaSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The site of all documents and the Javadoc, which stays in {@code examples/target/site}. */
class SiteTest {

  private static final Path ROOT = JavaSources.projectRoot();

  private static Path site;

  @BeforeAll
  static void build() throws IOException {
    site = JavadocSite.folder().getParent();
    GuideSite.build(ROOT, site);
  }

  @Test
  void noLinkIsDead() throws IOException {
    Links links = new Links(site);
    try (Stream<Path> files = Files.walk(site)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".html")).toList()) {
        links.add(file, Jsoup.parse(file));
      }
    }
    assertThat(links.dead()).isEmpty();
  }

  @Test
  void noDocumentIsLost() throws IOException {
    assertThat(Contents.of(ROOT.resolve("docs/README.md")).lost(Documents.forReaders(ROOT)))
        .as("documents to which neither docs/README.md nor the README.md of their folder links")
        .isEmpty();
  }

  @Test
  void guidesLinkToEachOtherAndToJavadocSourcesAndFacts() throws IOException {
    Document page = Jsoup.parse(site.resolve("docs/coming-from-juc.html"));
    assertThat(Links.of(page))
        .contains(
            "adr/0014-not-built.html#broadcast",
            "../api/io.github.goprims.gochan/io/github/goprims/gochan/Channel.html#make(int)");
    assertThat(Links.of(Jsoup.parse(site.resolve("docs/interop.html"))))
        .contains(
            "https://github.com/goprims/goprims/blob/main/examples/src/main/java/"
                + "io/github/goprims/examples/httpdeadlines/SearchServer.java");
    assertThat(Links.of(Jsoup.parse(site.resolve("docs/guarantees.html"))))
        .contains("conformance-tests.html#chan-26");
    assertThat(page.title()).isEqualTo("Coming from java.util.concurrent · goprims");
    assertThat(page.select("nav .current > a").eachText())
        .containsExactly("Coming from java.util.concurrent");
  }

  @Test
  void lostDocumentsAreSeen(@TempDir Path folder) throws IOException {
    Path contents = folder.resolve("README.md");
    Path named = folder.resolve("named.md");
    Path lost = folder.resolve("lost.md");
    Path index = folder.resolve("sub/README.md");
    Path inIndex = folder.resolve("sub/in-index.md");
    Path lostToo = folder.resolve("sub/lost-too.md");
    Files.createDirectory(index.getParent());
    Files.writeString(
        contents,
        "# Documents\n[lost](lost.md)\n## One\n- [a](named.md): b\n- [c](sub/README.md)\n");
    Files.writeString(index, "# Index\n[in](in-index.md)\n");
    assertThat(Contents.of(contents).lost(List.of(named, lost, index, inIndex, lostToo)))
        .containsExactly(lost, lostToo);
    assertThat(Contents.of(contents).sections()).extracting("title").containsExactly("One");
  }
}
