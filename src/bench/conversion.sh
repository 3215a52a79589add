#!/usr/bin/env bash
# All profiles of a recording in one run, beside one run of jfrconv for each: CPU seconds and peak memory of the whole process.
. "$(dirname "$0")/lib.sh"
mib=${1:-200}
repository=${MAVEN_REPOSITORY:-$HOME/.m2/repository}
jfrconv=$repository/tools/profiler/jfr-converter/4.5/jfr-converter-4.5.jar
profiler=$repository/tools/profiler/async-profiler/4.6/async-profiler-4.6.jar
[ -x /usr/bin/time ] || { echo "no /usr/bin/time (Debian's package time)" >&2; exit 2; }
[ -f "$jfrconv" ] && [ -f "$profiler" ] || { echo "build first: no $jfrconv or $profiler" >&2; exit 2; }

unzip -qo "$profiler" 'linux-x64/*' -d "$work/ap"
mkdir "$work/out" "$work/classes"
"${java}c" --release 8 -Xlint:-options -d "$work/classes" src/bench/targets/Mixed.java
"$java" -Xmx512m "-agentpath:$work/ap/linux-x64/libasyncProfiler.so=start,event=cpu,interval=10ms,alloc=48k,lock=100us,live,jfr,loglevel=none,file=$work/one.jfr" \
  -cp "$work/classes" Mixed 18000 > /dev/null
while [ "$(stat -c %s "$work/many.jfr" 2>/dev/null || echo 0)" -lt $((mib << 20)) ]; do cat "$work/one.jfr" >> "$work/many.jfr"; done

measure() { # name, command: CPU seconds, elapsed seconds and peak KB
  local name=$1; shift
  /usr/bin/time -o "$work/time" -f '%U %S %e %M' "$@" > /dev/null 2>&1
  awk -v name="$name" '{ printf "%-16s %6.2f s of CPU %6.2f s elapsed %7.1f MB\n", name, $1 + $2, $3, $4 / 1024 }' "$work/time"
}

for file in one many; do
  echo "$file.jfr: $(stat -c %s "$work/$file.jfr") bytes"
  measure 'pprof -Xmx32m' "$java" -Xmx32m -jar "$jar" pprof "$work/$file.jfr" -o "$work/out" -f
  measure 'pprof' "$java" -jar "$jar" pprof "$work/$file.jfr" -o "$work/out" -f
  for kind in cpu alloc lock live; do
    measure "jfrconv $kind" "$java" -jar "$jfrconv" "--$kind" -o pprof "$work/$file.jfr" "$work/out/$kind.pprof"
  done
done
