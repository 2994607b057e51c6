package io.github.goprims.jcstress;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.ReferenceTree;
import com.sun.source.doctree.SeeTree;
import com.sun.source.doctree.UnknownBlockTagTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.DocTreePath;
import com.sun.source.util.DocTreePathScanner;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import io.github.goprims.jcstress.Catalogue.Family;
import io.github.goprims.jcstress.Catalogue.Suite;
import io.github.goprims.jcstress.Catalogue.Twin;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.infra.runners.TestList;

/**
 * Reads the catalogue from sources, by the compiler's own parser of Javadoc. These are the tags:
 *
 * <ul>
 *   <li>{@code @primitive}, on a class of suites: what users call what it is about
 *   <li>{@code @hunts}, on a suite: the mistake that it would show
 *   <li>{@code @guards}, on a suite: what keeps the mistake out
 *   <li>{@code @see}, on a suite, once for each: the methods of the library that race
 *   <li>{@code @twin}, on a weakened twin: a link to its suite, and on what it runs
 *   <li>{@code @weakened}, on a weakened twin: what the weakened step does
 * </ul>
 */
public final class CatalogueReader {

  private static final String SUITES = "Jcstress";
  private static final Pattern MODULE = Pattern.compile("(?:io\\.github\\.goprims\\.)?(\\w+)\\..*");

  /** The class of a suite, or a twin, in the lists of jcstress, where a number may follow. */
  private static final Pattern LISTED =
      Pattern.compile(
          "io\\.github\\.goprims(?:\\.[a-z]+)*\\.[A-Z]\\w*?(?:Jcstress|Weakened)(?=[\\d.])");

  private final DocTrees trees;
  private final Map<String, Family> families = new LinkedHashMap<>();
  private final List<Twin> twins = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  private CatalogueReader(DocTrees trees) {
    this.trees = trees;
  }

  /** The catalogue of these sources; what they refer to is on the class path. */
  public static Catalogue read(List<? extends JavaFileObject> sources) throws IOException {
    JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "a JDK");
    try (StandardJavaFileManager manager =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      JavacTask task =
          (JavacTask) compiler.getTask(null, manager, null, List.of("-proc:none"), null, sources);
      Iterable<? extends CompilationUnitTree> units = task.parse();
      task.analyze();
      CatalogueReader reader = new CatalogueReader(DocTrees.instance(task));
      for (CompilationUnitTree unit : units) {
        reader.new Classes().scan(unit, null);
      }
      return reader.catalogue();
    }
  }

  /** The catalogue of all that the lists of jcstress name, whose sources are on the class path. */
  public static Catalogue ofClassPath() throws IOException {
    ClassLoader loader = CatalogueReader.class.getClassLoader();
    Set<String> names = new TreeSet<>();
    for (URL list : Collections.list(loader.getResources(TestList.LIST.substring(1)))) {
      LISTED.matcher(read(list)).results().map(MatchResult::group).forEach(names::add);
    }
    List<JavaFileObject> sources = new ArrayList<>();
    for (String name : names) {
      String file = name.replace('.', '/') + ".java";
      URL source = Objects.requireNonNull(loader.getResource(file), file);
      sources.add(new Source(file, read(source)));
    }
    return read(sources);
  }

  private static String read(URL resource) throws IOException {
    try (InputStream in = resource.openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** A source that is no file. */
  static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String name, String text) {
      super(URI.create("string:///" + name), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private Catalogue catalogue() {
    List<Family> sorted =
        families.values().stream()
            .sorted(
                Comparator.comparing(Family::module)
                    .thenComparing(Family::primitive)
                    .thenComparing(Family::name))
            .toList();
    return new Catalogue(
        sorted, twins.stream().sorted(Comparator.comparing(Twin::simpleName)).toList(), problems);
  }

  /** Finds the suites and the twins. */
  private final class Classes extends TreePathScanner<Void, Void> {
    @Override
    public Void visitClass(ClassTree tree, Void nothing) {
      TypeElement type = (TypeElement) trees.getElement(getCurrentPath());
      if (type.getAnnotation(JCStressTest.class) != null) {
        Comment comment = new Comment(getCurrentPath(), type);
        if (type.getEnclosingElement() instanceof TypeElement outer) {
          addSuite(comment, family(outer, getCurrentPath().getParentPath()));
        } else {
          addTwin(comment);
        }
      }
      return super.visitClass(tree, null);
    }
  }

  private Family family(TypeElement type, TreePath path) {
    String name = type.getSimpleName().toString().replaceAll(SUITES + "$", "");
    return families.computeIfAbsent(
        type.getQualifiedName().toString(),
        qualified -> {
          Comment comment = new Comment(path, type);
          String module = MODULE.matcher(qualified).replaceAll("$1");
          Family family =
              new Family(
                  module, comment.tag("primitive"), name, comment.firstSentence, new ArrayList<>());
          comment.refuseOthers(Set.of("primitive"));
          return family;
        });
  }

  private void addSuite(Comment comment, Family family) {
    family
        .suites()
        .add(
            new Suite(
                comment.name,
                comment.description,
                comment.tag("hunts"),
                comment.tag("guards"),
                comment.methods));
    comment.refuseOthers(Set.of("hunts", "guards"));
  }

  private void addTwin(Comment comment) {
    String twin = comment.tag("twin");
    Element suite = comment.firstLink("twin");
    if (suite == null || suite.getAnnotation(JCStressTest.class) == null) {
      problems.add(comment.name + ": @twin has no link to a suite");
    } else {
      twins.add(new Twin(comment.name, suite.toString(), twin, comment.tag("weakened")));
    }
    comment.refuseOthers(Set.of("twin", "weakened"));
  }

  /** The Javadoc of one class. */
  private final class Comment {
    private final String name;
    private String firstSentence = "";
    private String description = "";
    private final Map<String, String> tags = new LinkedHashMap<>();
    private final Map<String, Element> links = new LinkedHashMap<>();
    private final List<String> methods = new ArrayList<>();

    Comment(TreePath path, TypeElement type) {
      name = type.getQualifiedName().toString();
      DocCommentTree comment = trees.getDocCommentTree(path);
      if (comment == null) {
        return; // each tag will be missed
      }
      firstSentence = text(comment.getFirstSentence());
      description = text(comment.getFullBody());
      comment.getBlockTags().forEach(this::add);
      new References().scan(new DocTreePath(path, comment), null);
    }

    private void add(DocTree tag) {
      if (tag instanceof UnknownBlockTagTree block) {
        tags.merge(block.getTagName(), text(block.getContent()), (one, two) -> one + "; " + two);
      }
    }

    String tag(String tag) {
      String text = tags.getOrDefault(tag, "");
      if (text.isEmpty()) {
        problems.add(name + " has no @" + tag);
      }
      return text;
    }

    Element firstLink(String tag) {
      return links.get(tag);
    }

    void refuseOthers(Set<String> known) {
      Set<String> others = new LinkedHashSet<>(tags.keySet());
      others.removeAll(known);
      others.forEach(tag -> problems.add(name + ": nobody knows @" + tag));
    }

    /** Resolves all references, and keeps those of tags. */
    private final class References extends DocTreePathScanner<Void, Void> {
      private String tag = "";

      @Override
      public Void visitUnknownBlockTag(UnknownBlockTagTree block, Void nothing) {
        tag = block.getTagName();
        return super.visitUnknownBlockTag(block, null);
      }

      @Override
      public Void visitSee(SeeTree see, Void nothing) {
        tag = see.getTagName();
        return super.visitSee(see, null);
      }

      @Override
      public Void visitReference(ReferenceTree reference, Void nothing) {
        Element element = trees.getElement(getCurrentPath());
        if (element == null) {
          problems.add(name + ": there is no " + reference.getSignature());
        } else {
          links.putIfAbsent(tag, element);
          if (tag.equals("see")) {
            addRaced(element);
          }
        }
        return super.visitReference(reference, null);
      }

      private void addRaced(Element element) {
        if (element instanceof ExecutableElement
            && element.getEnclosingElement() instanceof TypeElement type) {
          methods.add(type.getQualifiedName() + "#" + element.getSimpleName());
        } else {
          problems.add(name + ": @see names no method: " + element);
        }
      }
    }
  }

  /** In Markdown, on one line. */
  private static String text(List<? extends DocTree> parts) {
    return parts.stream()
        .map(CatalogueReader::text)
        .collect(Collectors.joining())
        .replaceAll("\\s+", " ")
        .strip();
  }

  private static String text(DocTree part) {
    if (part instanceof LinkTree link) {
      return link.getLabel().isEmpty() ? code(link.getReference()) : text(link.getLabel());
    }
    if (part instanceof LiteralTree literal && literal.getKind() == DocTree.Kind.CODE) {
      return "`" + literal.getBody() + "`";
    }
    return part.toString();
  }

  private static String code(ReferenceTree reference) {
    return "`" + reference.getSignature().replaceFirst("^#", "").replace('#', '.') + "`";
  }
}
