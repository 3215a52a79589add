#!/usr/bin/env bash
# What the profilers of a default flare cost, beside async-profiler alone with the same events and JFR's own settings: work per CPU second, on
# against off, in windows of half a second in one JVM. About 9 s a pair; wants a quiet machine. Run it with JAVA_HOME at 17 and at 25.
. "$(dirname "$0")/lib.sh"
pairs=${1:-30}
core=$(ls "$PWD"/src/target/jflare-core-*-isolated.jar)
"${java}c" -Xlint:none -proc:none -cp "$core" -d "$work/classes" src/bench/targets/Overhead.java
"$java" -Xmx1g -XX:+UseParallelGC -cp "$core:$work/classes" dev.jflare.profile.Overhead "$pairs"
