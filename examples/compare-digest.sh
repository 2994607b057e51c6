#!/usr/bin/env bash
# compare-digest.sh [DIRECTORY [RUNS]]: DigestTree against its twin on ArrayBlockingQueue.
# Both run as processes of their own, in turns, RUNS times each (default 21), over DIRECTORY
# (default: the local Maven repository). Prints the medians of the seconds from start to end and of
# the seconds of processor time, and what goprims takes for each second of the queues.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
directory=${1:-$HOME/.m2/repository}
runs=${2:-21}
class_path=$root/examples/target/test-classes
for module in examples gocontext gochan; do class_path=$class_path:$root/$module/target/classes; done
package=io.github.goprims.examples.digesttree

die() {
  printf 'compare-digest.sh: %s\n' "$1" >&2
  exit 1
}

. "$root/.mvn/jdk.sh"

results=$(mktemp -d)
trap 'rm -r "$results"' EXIT

measure() { # adds "elapsed processor" to the results of a program
  local TIMEFORMAT='%R %U %S'
  { time "$jdk/bin/java" -cp "$class_path" "$package.$1" --progress=never "$directory" \
    > "$results/$1.out" 2> "$results/$1.err"; } 2>> "$results/$1"
}

median() { # median PROGRAM SUM: of one of the sums over the columns
  awk "{ print $2 }" "$results/$1" | sort -n | awk '{ v[NR] = $1 }
    END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}

require_jdk
maven -pl examples -am test-compile
measure DigestTree && measure DigestTreeQueues # to warm the page cache
cmp "$results/DigestTree.out" "$results/DigestTreeQueues.out"
rm "$results/DigestTree" "$results/DigestTreeQueues"

for ((i = 0; i < runs; i++)); do
  if ((i % 2)); then
    measure DigestTree && measure DigestTreeQueues
  else
    measure DigestTreeQueues && measure DigestTree
  fi
done

cat "$results/DigestTree.err"
printf '%-20s %10s %10s   (medians of %d runs)\n' seconds goprims queues "$runs"
for what in 'elapsed $1' 'processor $2+$3'; do
  goprims=$(median DigestTree "${what#* }")
  queues=$(median DigestTreeQueues "${what#* }")
  awk -v what="${what% *}" -v g="$goprims" -v q="$queues" \
    'BEGIN { printf "%-20s %10.3f %10.3f   ratio %.3f\n", what, g, q, g / q }'
done
