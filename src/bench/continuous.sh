#!/usr/bin/env bash
# What keeping profiles costs: (1) heap and RSS for a program with 32,768 different stacks, ten looks in a minute where a session takes one each minute;
# (2) a target at rest with the agent alone, and with the agent that keeps profiles: threads, descriptors, heap, RSS.
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
