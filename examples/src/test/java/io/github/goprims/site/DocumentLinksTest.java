package io.github.goprims.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.JavaSources;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Links in the documents lead somewhere: to files and folders, to headings, to pictures. Whether
 * other sites have what is linked there, {@link ExternalLinksCheck} asks, on request.
 */
class DocumentLinksTest {

  private static final Set<String> KNOWN_HOSTS =
      Set.of(
          "central.sonatype.com",
          "github.com",
          "jspecify.dev",
          "keepachangelog.com",
          "kotlinlang.org",
          "pkg.go.dev",
          "semver.org",
          "www.contributor-covenant.org");

  static Links ofAllDocuments() throws IOException {
    Path root = JavaSources.projectRoot();
    Links links = new Links(root);
    for (Path file : Documents.below(root)) {
      links.add(file, Markdown.read(file));
    }
    return links;
  }

  @Test
  void everyRelativeLinkLeadsSomewhere() throws IOException {
    assertThat(ofAllDocuments().dead()).isEmpty();
  }

  @Test
  void everyOtherLinkIsAnAddressOfAKnownSite() throws IOException {
    assertThat(ofAllDocuments().elsewhere())
        .isNotEmpty()
        .allSatisfy(
            link -> {
              assertThat(link).startsWith("https://");
              assertThat(URI.create(link).getHost())
                  .as("a host of %s, in KNOWN_HOSTS if it is meant", link)
                  .isIn(KNOWN_HOSTS);
            });
  }

  @Test
  void deadLinksAreSeen(@TempDir Path folder) throws IOException {
    Path other = folder.resolve("other.md");
    Files.writeString(other, "# Two words, `code`\n## Again\n## Again\n");
    Files.createDirectory(folder.resolve("sub"));
    Files.writeString(folder.resolve("Some.java"), "class Some {}\n");
    Path file = folder.resolve("page.md");
    Files.writeString(
        file,
        """
        # Top
        [a](other.md) [b](#top) [c](other.md#two-words-code) [d](https://example.org/x) [e](sub)
        [f](other.md#again-1) [g](Some.java) `[h](code.md)` <img src="other.md"> http://localhost:80/
        [1](gone.md) [2](#gone) ![3](other.md#gone) [4](other.md#again-2) [5](Some.java#L1)
        [6](../outside.md) [7]

        <picture><source srcset="small.svg, large.svg 2x"><a href="gone">8</a></picture>

        ```
        [i](fenced.md)
        ```

        [7]: seven.md
        """);
    Links links = new Links(folder);
    links.add(other, Markdown.read(other));
    links.add(file, Markdown.read(file));
    assertThat(links.dead())
        .containsExactlyInAnyOrder(
            "page.md: gone.md",
            "page.md: #gone",
            "page.md: other.md#gone",
            "page.md: other.md#again-2",
            "page.md: Some.java#L1",
            "page.md: ../outside.md",
            "page.md: seven.md",
            "page.md: small.svg",
            "page.md: large.svg",
            "page.md: gone");
    assertThat(links.elsewhere()).containsExactly("https://example.org/x");
  }
}
