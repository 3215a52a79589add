#!/usr/bin/env bash
# Scrubbing a generated log on one core, a secret in one line of a hundred, beside sed with three of the rules, grep, a copy and gzip in the same run;
# then with more and more rules. MB (10^6 bytes) per second of wall clock and of CPU, and peak memory of the whole process.
. "$(dirname "$0")/lib.sh"
mib=${1:-1024}
[ -x /usr/bin/time ] || { echo "no /usr/bin/time (Debian's package time)" >&2; exit 2; }

"${java}c" -cp "$jar" -d "$work/classes" src/bench/targets/LogText.java src/bench/targets/Scrubbing.java src/bench/targets/ManyRules.java
"$java" -cp "$work/classes" LogText "$mib" "$work/log"
bytes=$(stat -c %s "$work/log")
scrub=("$java" -XX:+UseSerialGC -Xmx256m -cp "$work/classes:$jar")
core=$(($(nproc) - 1))

measure() { # name, command: reads $work/log
  local name=$1; shift
  /usr/bin/time -o "$work/time" -f '%U %S %e %M' taskset -c "$core" "$@" > "$work/out" || true
  awk -v name="$name" -v bytes="$bytes" \
    '{ printf "%-28s %7.0f MB/s %7.0f MB/s of CPU %7.1f MB peak\n", name, bytes / $3 / 1e6, bytes / ($1 + $2) / 1e6, $4 / 1024 }' "$work/time"
}

echo "$bytes bytes of log, $(nproc) cores, one used"
cat "$work/log" > /dev/null
measure 'scrub, all default rules' "${scrub[@]}" Scrubbing "$work/log" /dev/stdout
measure 'sed -E, three rules' env LC_ALL=C sed -E -e 's/(password|pwd|pass)([=:] ?)[^ ,;&"]+/\1\2********/g' \
  -e 's/(Bearer )[0-9A-Za-z._-]+/\1********/g' -e 's#(://[^/ :@]+:)[^/ @]+@#\1********@#g' "$work/log"
measure 'grep -cE, the same words' env LC_ALL=C grep -cE '(password|pwd|pass)[=:] ?[^ ,;&"]+|Bearer [0-9A-Za-z._-]+|://[^/ :@]+:[^/ @]+@' "$work/log"
measure 'cat' cat "$work/log"
measure 'gzip -6' gzip -6 -c "$work/log"

head -c $((bytes < 268435456 ? bytes : 268435456)) "$work/log" > "$work/part" && mv "$work/part" "$work/log"
bytes=$(stat -c %s "$work/log")
for rules in 10 50 100 200; do
  measure "scrub, $rules rules more" "${scrub[@]}" dev.jflare.scrub.ManyRules "$rules" "$work/log" /dev/stdout
done
tr '\n' ' ' < "$work/log" > "$work/line" && mv "$work/line" "$work/log"
measure 'scrub, all in one line' "${scrub[@]}" Scrubbing "$work/log" /dev/stdout
