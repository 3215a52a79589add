#!/usr/bin/env bash
# Virtual threads started and ended per CPU second, after a flare beside before it, in fresh JVMs: without profiles, with those of the engine that jflare
# chooses, and with async-profiler, whose library stays loaded. Run it with JAVA_HOME at 21 and at 25.
. "$(dirname "$0")/lib.sh"
rounds=${1:-5}
"${java}c" -d "$work/classes" src/bench/targets/Switches.java
mean() { awk -v a="$1" -v b="$2" '$1 > a && $1 <= b { s += $2; n++ } END { print n ? s / n : 0 }' "$work/target.out"; }
now() { date +%s%3N; }
ratio() { # options of the flare: after / before
  "$java" -Xmx512m -cp "$work/classes" Switches > "$work/target.out" &
  pid=$!
  pids+=("$pid")
  sleep 8
  local a b c d
  a=$(now); sleep 6; b=$(now)
  "$java" -jar "$jar" "$pid" "$@" --no-upload -o "$work" > /dev/null 2>&1
  sleep 3
  c=$(now); sleep 6; d=$(now)
  kill "$pid"
  wait "$pid" 2>/dev/null || true
  awk -v x="$(mean "$a" "$b")" -v y="$(mean "$c" "$d")" 'BEGIN { printf "%.3f\n", y / x }'
}
"$java" -version 2>&1 | head -1
for kind in '-p 0' '-p 3' 'async-profiler'; do
  for _ in $(seq "$rounds"); do
    if [ "$kind" = async-profiler ]; then
      DD_JFLARE_PROFILE_ENGINE=async-profiler ratio -p 3
    else
      # shellcheck disable=SC2086
      ratio $kind
    fi
  done > "$work/ratios"
  echo "$kind: after / before, median of $rounds: $(median < "$work/ratios")  ($(sort -n "$work/ratios" | tr '\n' ' '))"
done
