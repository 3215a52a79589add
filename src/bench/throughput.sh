#!/usr/bin/env bash
# Operations per CPU second of a busy target: windows without and with a flare (-p 10, the default set) in turn; ratio with its error.
. "$(dirname "$0")/lib.sh"
pairs=${1:-6}
target -Xmx512m -XX:+UseParallelGC
sleep 8 # warm up
window() { # from to: mean of the samples between two times in ms
  awk -v a="$1" -v b="$2" '$1 > a && $1 <= b { s += $2; n++ } END { print n ? s / n : 0 }' "$work/target.out"
}
now() { date +%s%3N; }
for _ in $(seq "$pairs"); do
  a=$(now); sleep 8; b=$(now)
  "$java" -XX:TieredStopAtLevel=1 -jar "$jar" "$pid" -p 10 --no-upload -o "$work" > /dev/null 2>&1
  c=$(now); sleep 8; d=$(now)
  off1=$(window "$a" "$b"); on=$(window "$b" "$c"); off2=$(window "$c" "$d")
  awk -v x="$off1" -v y="$off2" -v o="$on" 'BEGIN { printf "%.4f\n", o / ((x + y) / 2) }' | tee -a "$work/ratios"
done
awk '{ s += $1; q += $1 * $1; n++ } END { m = s / n; e = n > 1 ? sqrt((q / n - m * m) / (n - 1)) : 0; printf "on/off %.4f, standard error %.4f, %d pairs\n", m, e, n }' "$work/ratios"
