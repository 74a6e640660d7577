#!/usr/bin/env bash
# The parsers that strangers reach, under a coverage-guided fuzzer, outside the test run. Each target begins with the samples of benchmarks/src/fuzz and goes on from
# what earlier runs found (benchmarks/target/fuzz).
#   benchmarks/fuzz.sh [SECONDS a target, 60] [TARGET ...]      prints a line a target; exit 0 when none breaks, else what broke it, which is kept as benchmarks/target/fuzz/crash-*
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-60}; shift || true
targets=("$@"); [[ $# -gt 0 ]] || targets=(auth.ChunksTarget auth.SignatureTarget fuzz.XmlTarget access.PolicyTarget fuzz.FormTarget)
[[ ${GEDEON_BUILD:-} == never ]] || mvn -q -B -Dstyle.color=never -Pjmh,fuzz -pl benchmarks -am -DskipTests package
java=$(for j in /usr/lib/jvm/*/bin/java; do [[ $("$j" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p') -ge 21 ]] && echo "$j"; done | tail -1)
samples=$PWD/benchmarks/src/fuzz
mkdir -p benchmarks/target/fuzz; cd benchmarks/target/fuzz
broken=0
for target in "${targets[@]}"; do
  mkdir -p "corpus-$target"
  if "${JAVA:-$java}" -Xmx512m --enable-native-access=ALL-UNNAMED -XX:+EnableDynamicAgentLoading -cp '../benchmarks-0.1.0.jar:../lib/*' com.code_intelligence.jazzer.Jazzer \
    --target_class="gedeon.storage.s3.$target" --instrumentation_includes='gedeon.**' --custom_hook_includes='gedeon.**' --keep_going=1 \
    "corpus-$target" "$samples/$target" -max_total_time="$seconds" -max_len=8192 -timeout=10 >"$target.log" 2>&1; then
    printf '%-24s %s, %s\n' "$target" "$(grep -o 'Done [0-9]* runs.*' "$target.log" | tail -1)" "$(grep -o 'cov: [0-9]*' "$target.log" | tail -1)"
  else
    echo "$target broke:"; grep -A12 '== Java Exception\|== libFuzzer\|ERROR' "$target.log" | head -20; grep 'written to' "$target.log" | tail -1; broken=1
  fi
done
exit $broken
