#!/usr/bin/env bash
# Start of the command to the archive without profiles, beside jcmd Thread.print of the same JDK: medians and their ratio.
. "$(dirname "$0")/lib.sh"
runs=${1:-9}
# an idle program: the cost of the tools, not of a busy machine
cat > "$work/Idle.java" <<'J'
public class Idle { public static void main(String[] a) throws Exception { System.out.println("ready"); Thread.sleep(600000); } }
J
"$java" "$work/Idle.java" > "$work/idle.out" &
pid=$!; pids+=("$pid")
until grep -q ready "$work/idle.out"; do sleep 0.1; done
millis "$jcmd" "$pid" Thread.print > /dev/null
millis "$java" -jar "$jar" "$pid" -p 0 --no-upload -o "$work" > /dev/null
for _ in $(seq "$runs"); do
  millis "$jcmd" "$pid" Thread.print >> "$work/jcmd.ms"
  millis "$java" -jar "$jar" "$pid" -p 0 --no-upload -o "$work" >> "$work/flare.ms"
done
a=$(median < "$work/jcmd.ms"); b=$(median < "$work/flare.ms")
echo "jcmd Thread.print      $a ms (median of $runs)"
echo "attach.jar -p 0        $b ms"
awk -v a="$a" -v b="$b" 'BEGIN { printf "ratio                  %.2f\n", b / a }'
