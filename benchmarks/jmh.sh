#!/usr/bin/env bash
# Signing, hashing and the ledger, by JMH.
#   benchmarks/jmh.sh [JMH OPTIONS]      e.g. benchmarks/jmh.sh -wi 3 -i 5 -f 1 Ledger
set -euo pipefail
cd "$(dirname "$0")/.."
mvn -q -B -Pjmh -pl benchmarks -am -DskipTests package
java=$(ls -d /usr/lib/jvm/*/bin/java | while read -r j; do [[ $("$j" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p') -ge 21 ]] && echo "$j"; done | tail -1)
exec "${JAVA:-$java}" -cp 'benchmarks/target/benchmarks-0.1.0.jar:benchmarks/target/lib/*' org.openjdk.jmh.Main -wi 2 -w 2 -i 3 -r 3 -f 1 "$@"
