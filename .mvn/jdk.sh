# Finds the JDK to run programs with, which need not be the one that runs Maven, and builds them. For
# sourcing by the scripts that run programs, after they have defined die.

java_version() { # the major version of the JDK with the given home, 0 if there is none
  local version=0
  if [[ -n $1 && -x $1/bin/javac && -r $1/release ]]; then
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
  fi
  printf '%s' "${version:-0}"
}

installed_jdks=(/usr/lib/jvm/* /Library/Java/JavaVirtualMachines/*/Contents/Home) # where systems put them

home_on_path() { # nothing if there is no Java on the path
  local java
  java=$(readlink -f "$(command -v java)" || true)
  printf '%s' "${java%/bin/java}"
}

find_jdk() { # the first that is new enough: JAVA_HOME, PATH, JAVA21_HOME, the newest installed
  local home version best='' best_version=20
  for home in "${JAVA_HOME:-}" "$(home_on_path)" "${JAVA21_HOME:-}"; do
    if (($(java_version "$home") >= 21)); then
      printf '%s' "$home"
      return
    fi
  done
  for home in "${installed_jdks[@]}"; do
    version=$(java_version "$home")
    if ((version > best_version)); then
      best=$home best_version=$version
    fi
  done
  printf '%s' "$best"
}

# Sets jdk.
require_jdk() {
  jdk=$(find_jdk)
  [[ -n $jdk ]] || die 'needs a JDK 21 or newer: found none in JAVA_HOME, on the PATH, in JAVA21_HOME or under /usr/lib/jvm'
}

java_for_maven() { # the home of a Java 17 or newer; after require_jdk
  local home=${JAVA_HOME:-$(home_on_path)}
  if (($(java_version "$home") < 17)); then home=$jdk; fi
  printf '%s' "$home"
}

maven() { # maven ARG…: in the project's folder, with Java 17 or newer, on stderr
  (cd "$root" && JAVA_HOME=$(java_for_maven) ./mvnw -q -ntp "$@" >&2) || die 'the build failed, see above'
}

is_jar_stale() { # is_jar_stale JAR [FOLDER…]: whether a source of the module in $here, of the library or in FOLDER is newer than its jar
  local jar=$1 sources
  shift
  sources=("$root/pom.xml" "$here/pom.xml" "$here/src" "$root/gochan/pom.xml" "$root/gochan/src/main" "$root/gocontext/src/main" "$root/gosync/src/main" "$@")
  [[ ! -e $jar || -n $(find "${sources[@]}" -newer "$jar" -type f) ]]
}
