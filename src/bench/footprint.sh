#!/usr/bin/env bash
# Threads, loaded classes, heap in use after a collection, and descriptors of a target: before, during and after an attached run.
. "$(dirname "$0")/lib.sh"
target -Xmx256m
facts() { # label
  local threads fds classes heap
  threads=$(ls "/proc/$pid/task" | wc -l)
  fds=$(ls "/proc/$pid/fd" | wc -l)
  [ "$2" = gc ] && "$jcmd" "$pid" GC.run > /dev/null && sleep 1
  classes=$("$jcmd" "$pid" PerfCounter.print | awk -F= '/^java.cls.loadedClasses=/ { l = $2 } /^java.cls.unloadedClasses=/ { u = $2 } END { print l - u }')
  heap=$("$jcmd" "$pid" GC.heap_info | grep -m1 -oE 'used [0-9]+K')
  metaspace=$("$jcmd" "$pid" GC.heap_info | awk '/Metaspace/ { print $3 }')
  printf '%-28s threads %3s  descriptors %3s  classes %5s  heap %-12s metaspace %s\n' "$1" "$threads" "$fds" "$classes" "$heap" "$metaspace"
}
"$jcmd" "$pid" VM.version > /dev/null # the attach listener itself is not our doing
sleep 2
facts "before" gc
"$java" -jar "$jar" "$pid" -p 5 --no-upload -o "$work" > /dev/null 2>&1 &
flare=$!
sleep 4
facts "during" no
wait $flare
sleep 5
facts "after 1 run, with profiles" gc
for _ in 1 2 3 4 5; do "$java" -jar "$jar" "$pid" -p 0 --no-upload -o "$work" > /dev/null 2>&1; done
sleep 5
facts "after 6 runs" gc
ls -la /tmp/.jflare* 2>/dev/null || echo "nothing of ours in /tmp"
