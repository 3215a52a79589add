#!/usr/bin/env bash
# Peak memory and time of uploading a large archive at -Xmx64m, beside curl -F, to the embedded intake in one run.
. "$(dirname "$0")/lib.sh"
mib=${1:-1024}
command -v curl > /dev/null || { echo "curl is missing" >&2; exit 2; }
"$java" -Xmx64m -jar "$jar" receive --dir "$work/received" > "$work/intake.out" 2>&1 &
pids+=($!)
until grep -qoE 'http://127[^ ]+' "$work/intake.out"; do sleep 0.1; done
url=$(grep -oE 'http://127[0-9.]+:[0-9]+' "$work/intake.out" | head -n 1)
archive=$work/jflare-2026-01-01T00-00-00Z-1.zip
head -c $((mib << 20)) /dev/urandom > "$archive"
peak() { # name command...: prints seconds and peak RSS
  local name=$1 t0 t1 peak=0 rss; shift
  t0=$(date +%s%N)
  "$@" > "$work/$name.out" 2>&1 &
  local p=$!
  while kill -0 $p 2>/dev/null; do
    rss=$(awk '/^VmHWM/ { print $2 }' "/proc/$p/status" 2>/dev/null || echo 0)
    [ "${rss:-0}" -gt "$peak" ] && peak=$rss
    sleep 0.05
  done
  wait $p || { echo "$name failed:"; tail -n 5 "$work/$name.out"; }
  t1=$(date +%s%N)
  printf '%-12s %6.2f s   peak %4d MiB\n' "$name" "$(awk -v a="$t0" -v b="$t1" 'BEGIN { print (b - a) / 1e9 }')" $((peak / 1024))
}
echo "$mib MiB to $url"
peak curl curl -sS -f -H 'Transfer-Encoding: chunked' -F source=local -F "flare_file=@$archive" "$url/support/flare"
rm -rf "$work/received"/*
DD_DD_URL=$url DD_API_KEY=00000000000000000000000000000000 peak attach.jar "$java" -Xmx64m -jar "$jar" send --send "$archive"
tail -n 2 "$work/attach.jar.out"
