#!/usr/bin/env bash
# The parsers that strangers reach, under a coverage-guided fuzzer, outside the test run.
#   benchmarks/fuzz.sh [SECONDS a target, 60] [TARGET ...]      exit 0 when none breaks; what breaks one is left in benchmarks/target/fuzz
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-60}; shift || true
targets=("$@"); [[ $# -gt 0 ]] || targets=(auth.ChunksTarget auth.SignatureTarget fuzz.XmlTarget fuzz.PolicyTarget fuzz.FormTarget)
mvn -q -B -Pjmh,fuzz -pl benchmarks -am -DskipTests package
java=$(ls -d /usr/lib/jvm/*/bin/java | while read -r j; do [[ $("$j" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p') -ge 21 ]] && echo "$j"; done | tail -1)
mkdir -p benchmarks/target/fuzz; cd benchmarks/target/fuzz
for target in "${targets[@]}"; do
  mkdir -p "corpus-$target"
  "${JAVA:-$java}" -Xmx512m --enable-native-access=ALL-UNNAMED -XX:+EnableDynamicAgentLoading -cp '../benchmarks-0.1.0.jar:../lib/*' com.code_intelligence.jazzer.Jazzer \
    --target_class="gedeon.storage.s3.$target" --instrumentation_includes='gedeon.**' --custom_hook_includes='gedeon.**' --keep_going=1 \
    "corpus-$target" -max_total_time="$seconds" -max_len=8192 -timeout=10 >"$target.log" 2>&1 || { echo "$target broke:"; grep -A12 "== Java Exception" "$target.log" | head -20; exit 1; }
  printf '%-24s %s\n' "$target" "$(grep -o 'stat::number_of_executed_units: *[0-9]*\|Done [0-9]* runs.*' "$target.log" | tail -1)"
done
