#!/usr/bin/env bash
# Writers of all habits beside the agent, at length; each part fails where one thing is published that was not finished, lost, doubled, or left wrong.
#   benchmarks/soak-agent.sh [PATTERNS|KILLS|QUOTA|PROCESS ...] [--runs N] [--kills N] [--seed N]      all of them where none is named
#   PATTERNS: each pattern of writing N times (50), and a tenth of that amid each fault; KILLS: N random deaths (1000) and one at each moment of a small story;
#   QUOTA: a day before a full notebook; PROCESS: N times kill -9 (1000; 2 to 4 s each). A seed is told by each failure, and gives the same writers again.
set -euo pipefail
cd "$(dirname "$0")/.."
runs=50 kills=1000 seed=$(date +%s) parts=()
while [ $# -gt 0 ]; do
  case "$1" in
    --runs) runs=$2; shift 2 ;;
    --kills) kills=$2; shift 2 ;;
    --seed) seed=$2; shift 2 ;;
    PATTERNS | KILLS | QUOTA | PROCESS) parts+=("$1"); shift ;;
    *) echo "$1 is none of PATTERNS, KILLS, QUOTA, PROCESS, --runs, --kills, --seed" >&2; exit 2 ;;
  esac
done
[ ${#parts[@]} -gt 0 ] || parts=(PATTERNS KILLS QUOTA PROCESS)

soak() {
  mvn -o -B -ntp -Pquick -pl sync-agent -am -Dtest="$1" -Dsurefire.failIfNoSpecifiedTests=false -Djunit.jupiter.execution.timeout.default=600m \
    -Dsurefire.timeout=36000 -Dgedeon.simulator.seed="$seed" "${@:2}" test |
    grep -E '^(pattern|kills|random kills|kill -9|full for)|Tests run:.*Time elapsed|ERROR\]'
}

for part in "${parts[@]}"; do
  echo "== $part, seed $seed"
  case "$part" in
    PATTERNS) soak PatternsTests -Dgedeon.simulator.runs="$runs" ;;
    KILLS) soak KillsTests -Dgedeon.simulator.kills="$kills" ;;
    QUOTA) soak QuotaTests ;;
    PROCESS) soak KilledProcessTests -Dgedeon.simulator.process.kills="$kills" ;;
  esac
done
