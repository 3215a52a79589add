# Shared by the scripts beside it: where things are, and targets that always end.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
jar=$PWD/attach-cli/target/attach.jar
[ -f "$jar" ] || { echo "no $jar: run mvn -q -DskipTests package first" >&2; exit 2; }
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
jcmd=${JAVA_HOME:+$JAVA_HOME/bin/}jcmd
work=$(mktemp -d)
pids=()
trap 'for p in "${pids[@]}"; do kill "$p" 2>/dev/null || true; done; rm -rf "$work"' EXIT

target() { # jvm arguments: starts Work, sets $pid
  "${java}c" --release 8 -Xlint:-options -d "$work/classes" src/bench/targets/Work.java
  "$java" "$@" -cp "$work/classes" Work > "$work/target.out" &
  pid=$!
  pids+=("$pid")
  until grep -q ready "$work/target.out"; do sleep 0.1; done
}

median() { sort -n | awk '{ v[NR] = $1 } END { print (NR % 2) ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }
millis() { local t0 t1; t0=$(date +%s%N); "$@" > "$work/last.out" 2>&1; t1=$(date +%s%N); echo $(((t1 - t0) / 1000000)); }
