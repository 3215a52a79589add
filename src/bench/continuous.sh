#!/usr/bin/env bash
# What keeping profiles costs: (1) heap and RSS for a program with 32,768 different stacks, ten looks in a minute where a session takes one each minute;
# (2) a target at rest with the agent alone, and with the agent that keeps profiles: threads, descriptors, heap, RSS;
# (3) request to first byte of /debug/pprof/heap and allocs, beside a Go program's own (needs go and curl), the two in turns.
. "$(dirname "$0")/lib.sh"
jars=$(find ~/.m2/repository/tools/profiler -name 'jfr-converter-4.5.jar' -o -name 'async-profiler-4.6.jar' | tr '\n' ':')
"${java}c" --release 8 -Xlint:-options -d "$work/stacks" -cp "src/target/classes:$jars" src/bench/targets/DistinctStacks.java
"$java" -XX:+UseSerialGC -Xmx256m -cp "$work/stacks:src/target/classes:$jars" DistinctStacks 15 10 6

rest() { # label, agent options
  local heap rss
  target -Xmx256m -XX:+UseSerialGC "-javaagent:$PWD/agent/target/jflare-agent.jar$2"
  sleep 30 # the agent waits up to ten seconds for JMX; the profilers take some to start
  "$jcmd" "$pid" GC.run > /dev/null
  heap=$("$jcmd" "$pid" GC.class_histogram | awk '/^Total/ { print $3 }')
  rss=$(awk '/^VmRSS/ { print $2 }' "/proc/$pid/status")
  printf '%-10s threads %3s  descriptors %3s  heap %8s B  RSS %7s KiB\n' "$1" "$(ls "/proc/$pid/task" | wc -l)" "$(ls "/proc/$pid/fd" | wc -l)" "$heap" "$rss"
  kill "$pid"
}
rest "at rest" ""
rest "keeping" "=jflare.profile.continuous=true"

command -v go > /dev/null && command -v curl > /dev/null || { echo "no go or curl: nothing to compare first bytes with"; exit 0; }
GOFLAGS=-mod=mod go build -o "$work/pprofserver" src/test/resources/go/pprofserver/main.go
sleep 600 | "$work/pprofserver" > "$work/go.out" &
pids+=($!)
"${java}c" --release 8 -Xlint:-options -d "$work/busy" src/test/resources/targets/Busy.java
port=$((20000 + RANDOM % 10000))
"$java" -Xmx256m "-javaagent:$PWD/agent/target/jflare-agent.jar=jflare.profile.continuous=true,jflare.pprof.listen=127.0.0.1:$port" \
  -cp "$work/busy" Busy > /dev/null 2>&1 &
pids+=($!)
sleep 30
first_byte() { curl -s --max-time 30 -o /dev/null -w '%{time_starttransfer}\n' "http://$1/debug/pprof/$2" | awk '{ print $1 * 1000 }'; }
for profile in heap allocs; do
  for i in $(seq 24); do
    for side in "go $(head -1 "$work/go.out")" "jvm 127.0.0.1:$port"; do
      ms=$(first_byte "${side#* }" $profile)
      if [ "$i" -gt 4 ]; then echo "$ms" >> "$work/first-${side%% *}-$profile"; fi # the first ones wait for compilers
    done
  done
  g=$(median < "$work/first-go-$profile")
  j=$(median < "$work/first-jvm-$profile")
  awk -v p=$profile -v g="$g" -v j="$j" 'BEGIN { printf "%-7s first byte, median of 20: JVM %.1f ms, Go %.1f ms, ratio %.1f\n", p, j, g, j / g }'
done
