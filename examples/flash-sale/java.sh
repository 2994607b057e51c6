# Builds the service if sources changed, and runs one of its programs. For sourcing by the scripts here,
# after they have set me, their name.

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
class_path=$here/target/class-path.txt

die() {
  printf '%s: %s\n' "$me" "$1" >&2
  exit 2
}

. "$root/.mvn/jdk.sh"

build() { # unless nothing has changed; sets jdk
  require_jdk
  if is_jar_stale "$class_path" "$root/examples/src/main"; then
    printf '%s: building (only after a change; the first time fetches what the build needs) …\n' "$me" >&2
    maven -pl examples/flash-sale -am process-classes -Djars
  fi
}

run_java() { # run_java [OPTION…] CLASS [ARG…]: in place of this script
  mkdir -p "$here/target/tmp"
  exec "$jdk/bin/java" -Djava.io.tmpdir="$here/target/tmp" -cp "$here/target/classes:$(<"$class_path")" "$@"
}
