#!/usr/bin/env bash
# A heap dump through our pipes beside jcmd GC.heap_dump to a file, in turns: how long the JVM stands still, by its own count of
# safepoint time; and how fast masking is beside gzip -1 of the same dump. Arguments: MB of heap (400), rounds (3).
. "$(dirname "$0")/lib.sh"
megabytes=${1:-400}
rounds=${2:-3}

"${java}c" --release 8 -Xlint:-options -d "$work/classes" src/bench/targets/Hoarder.java
"$java" -Xmx$((megabytes * 3))m -cp "$work/classes" Hoarder "$megabytes" > "$work/target.out" &
pid=$!
pids+=("$pid")
until grep -q ready "$work/target.out"; do sleep 0.1; done

stopped() { "$jcmd" "$pid" PerfCounter.print | awk -F= '/^sun.rt.safepointTime=/ { t = $2 } /^sun.os.hrt.frequency=/ { f = $2 } END { printf "%d", t * 1000 / f }'; }

for ((i = 0; i < rounds; i++)); do
  before=$(stopped)
  "$jcmd" "$pid" GC.heap_dump -all -overwrite "$work/plain.hprof" > /dev/null
  echo $(($(stopped) - before)) >> "$work/file"
  before=$(stopped)
  DD_JFLARE_HEAP_DUMP_MAX_PAUSE=10m "$java" -jar "$jar" "$pid" -p 0 --no-upload -q -o "$work" --only cgroup --heap-dump > /dev/null 2>> "$work/err" ||
    { cat "$work/err" >&2; exit 1; }
  echo $(($(stopped) - before)) >> "$work/pipe"
  rm -f "$work"/*.zip
done
size=$(($(stat -c %s "$work/plain.hprof") / 1000000))
file=$(median < "$work/file")
pipe=$(median < "$work/pipe")
echo "dump of $size MB"
echo "jcmd to a file: stopped for $file ms"
echo "--heap-dump:    stopped for $pipe ms, $(awk -v a="$pipe" -v b="$file" 'BEGIN { printf "%.2f", a / b }') times as long"
echo "masking: $("$java" -cp "$jar" src/bench/targets/MaskDump.java "$work/plain.hprof") MB/s on one core"
gzip=$(millis gzip -1 -k -f "$work/plain.hprof")
echo "gzip -1: $((size * 1000 / gzip)) MB/s"
