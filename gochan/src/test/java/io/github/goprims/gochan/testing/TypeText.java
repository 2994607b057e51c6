package io.github.goprims.gochan.testing;

import static java.util.stream.Collectors.joining;

import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericDeclaration;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.TypeVariable;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collector;
import java.util.stream.Stream;

/**
 * What one type shows to code outside its package, as text: generics, {@code throws} and nullness
 * included. Names from {@code java.lang} and from the type's own package are shortened.
 */
final class TypeText {
  private static final Collector<CharSequence, ?, String> IN_PARENTHESES = joining(", ", "(", ")");

  private final Class<?> type;

  TypeText(Class<?> type) {
    this.type = type;
  }

  /** Whether code outside the package can name {@code type}. */
  static boolean isVisible(Class<?> type) {
    Class<?> owner = type.getEnclosingClass();
    return type.getCanonicalName() != null
        && isExposed(type.getModifiers())
        && (owner == null || isVisible(owner));
  }

  private static boolean isExposed(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  /** The declaration, then the members in alphabetical order, each line led by the type's name. */
  List<String> lines() {
    TreeSet<String> members = new TreeSet<>();
    Stream.of(type.getDeclaredFields()).filter(this::isApi).map(this::field).forEach(members::add);
    Stream.of(type.getDeclaredConstructors())
        .filter(this::isApi)
        .map(this::executable)
        .forEach(members::add);
    withHiddenParents(type)
        .flatMap(each -> Stream.of(each.getDeclaredMethods()))
        .filter(this::isApi)
        .map(this::executable)
        .forEach(members::add);
    return Stream.concat(Stream.of(declaration()), members.stream())
        .map(line -> name(type) + ": " + line)
        .toList();
  }

  /** A type, and those of its parents whose members show up in it alone: nobody can name them. */
  private static Stream<Class<?>> withHiddenParents(Class<?> type) {
    Stream<Class<?>> parents =
        Stream.concat(Stream.ofNullable(type.getSuperclass()), Stream.of(type.getInterfaces()));
    return Stream.concat(
        Stream.of(type),
        parents.filter(parent -> !isVisible(parent)).flatMap(TypeText::withHiddenParents));
  }

  private boolean isApi(Member member) {
    int modifiers = member.getModifiers();
    boolean reachable = Modifier.isPublic(modifiers) || !Modifier.isFinal(type.getModifiers());
    return isExposed(modifiers) && reachable && !member.isSynthetic();
  }

  private String declaration() {
    String parents = type.isInterface() ? " extends " : " implements ";
    String text = kind() + name(type) + typeParameters(type);
    if (type.isRecord()) {
      text += Stream.of(type.getRecordComponents()).map(this::component).collect(IN_PARENTHESES);
    } else if (!type.isInterface() && !type.isEnum() && isShown(type.getSuperclass())) {
      text += " extends " + text(type.getAnnotatedSuperclass());
    }
    text +=
        list(
            parents,
            Stream.of(type.getAnnotatedInterfaces())
                .filter(parent -> isShown(rawType(parent)))
                .map(this::text));
    if (type.isSealed()) {
      Stream<Class<?>> permitted = Stream.of(type.getPermittedSubclasses());
      text += list(" permits ", permitted.filter(TypeText::isVisible).map(this::name));
    }
    return text;
  }

  private String kind() {
    String sealed = type.isSealed() ? "sealed " : "";
    if (type.isAnnotation()) {
      return "@interface ";
    } else if (type.isInterface()) {
      return sealed + "interface ";
    } else if (type.isEnum()) {
      return "enum ";
    } else if (type.isRecord()) {
      return "record ";
    }
    return modifiers(type.getModifiers(), Modifier.classModifiers()) + sealed + "class ";
  }

  private static boolean isShown(Class<?> parent) {
    return parent != Object.class && isVisible(parent);
  }

  private String component(RecordComponent component) {
    return text(component.getAnnotatedType()) + " " + component.getName();
  }

  private String field(Field field) {
    if (field.isEnumConstant()) {
      return "enum constant " + field.getName();
    }
    return modifiers(field.getModifiers(), Modifier.fieldModifiers())
        + text(field.getAnnotatedType())
        + " "
        + field.getName();
  }

  private String executable(Executable executable) {
    int shown = Modifier.PROTECTED | Modifier.STATIC | Modifier.ABSTRACT | Modifier.FINAL;
    String text = modifiers(executable.getModifiers(), shown);
    String typeParameters = typeParameters(executable);
    text += typeParameters.isEmpty() ? "" : typeParameters + " ";
    if (executable instanceof Method method) {
      text += method.isDefault() ? "default " : "";
      text += text(method.getAnnotatedReturnType()) + " " + method.getName();
    } else {
      text += type.getSimpleName();
    }
    String parameters =
        Stream.of(executable.getAnnotatedParameterTypes()).map(this::text).collect(IN_PARENTHESES);
    text += executable.isVarArgs() ? parameters.replaceFirst("\\[]\\)$", "...)") : parameters;
    return text
        + list(" throws ", Stream.of(executable.getAnnotatedExceptionTypes()).map(this::text));
  }

  private String typeParameters(GenericDeclaration declaration) {
    String parameters =
        list("<", Stream.of(declaration.getTypeParameters()).map(this::typeParameter));
    return parameters.isEmpty() ? "" : parameters + ">";
  }

  private String typeParameter(TypeVariable<?> variable) {
    String bounds =
        Stream.of(variable.getAnnotatedBounds()).map(this::text).collect(joining(" & "));
    return variable.getName() + (bounds.equals("Object") ? "" : " extends " + bounds);
  }

  private String text(AnnotatedType use) {
    String annotations =
        Stream.of(use.getAnnotations())
            .map(annotation -> "@" + annotation.annotationType().getSimpleName() + " ")
            .collect(joining());
    return switch (use) {
      case AnnotatedArrayType array -> {
        String brackets = annotations.isEmpty() ? "[]" : " " + annotations + "[]";
        yield text(array.getAnnotatedGenericComponentType()) + brackets;
      }
      case AnnotatedParameterizedType generic -> {
        var arguments = Stream.of(generic.getAnnotatedActualTypeArguments()).map(this::text);
        yield annotations + name(rawType(generic)) + list("<", arguments) + ">";
      }
      case AnnotatedWildcardType wildcard -> {
        AnnotatedType[] lower = wildcard.getAnnotatedLowerBounds();
        String upper = text(wildcard.getAnnotatedUpperBounds()[0]);
        String bound = lower.length > 0 ? " super " + text(lower[0]) : " extends " + upper;
        yield annotations + (bound.equals(" extends Object") ? "?" : "?" + bound);
      }
      default -> {
        boolean isClass = use.getType() instanceof Class<?>;
        yield annotations + (isClass ? name(rawType(use)) : use.getType().getTypeName());
      }
    };
  }

  private static Class<?> rawType(AnnotatedType use) {
    boolean generic = use.getType() instanceof ParameterizedType;
    return (Class<?>) (generic ? ((ParameterizedType) use.getType()).getRawType() : use.getType());
  }

  private String name(Class<?> named) {
    if (!isVisible(named) || named.getPackageName().endsWith(".internal")) {
      throw new AssertionError(type + " shows users a type that they cannot use: " + named);
    }
    String name = named.getCanonicalName();
    String home = named.getPackageName();
    boolean isShort = home.equals("java.lang") || home.equals(type.getPackageName());
    return isShort && !named.isPrimitive() ? name.substring(home.length() + 1) : name;
  }

  private static String modifiers(int modifiers, int shown) {
    String text = Modifier.toString(modifiers & shown & ~Modifier.PUBLIC);
    return text.isEmpty() ? "" : text + " ";
  }

  private static String list(String lead, Stream<String> parts) {
    String joined = parts.collect(joining(", "));
    return joined.isEmpty() ? "" : lead + joined;
  }
}
