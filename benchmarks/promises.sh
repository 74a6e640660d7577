#!/usr/bin/env bash
# What storage promises, at the size at which it is promised: each is a test that fails where the promise does not hold, and prints its figure.
#   benchmarks/promises.sh [contention|uploads|small|scale|scale-likely|flips|rebuild|kills ...]      all of them where none is named; the last two take half an hour each
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || set -- contention uploads small flips rebuild kills

measured() {
  mvn -o -B -ntp -pl storage-gateway -am -Dtest="$1" -Dsurefire.failIfNoSpecifiedTests=false -Dgedeon.figures=true \
    -Djunit.jupiter.execution.timeout.default=120m -Dsurefire.timeout=10000 "${@:3}" test |
    grep -E "$2|Tests run:.*Time elapsed|ERROR\]"
}

for promise in "$@"; do
  echo "== $promise"
  case "$promise" in
    contention) measured ContentionTests 'commits/s' ;;
    uploads) measured UploadsTests 'uploads at once' ;;
    small) measured SmallObjectsTests 'small objects/s' ;;
    scale) measured ScaleTests 'scale: ' -Dgedeon.scale.objects=20000000 -Dgedeon.scale.minutes=10 ;;
    scale-likely) measured ScaleTests 'scale: ' -Dgedeon.scale.objects=2000000 -Dgedeon.scale.terabytes=100 -Dgedeon.scale.minutes=10 ;;
    flips) measured FlipsTests 'blobs of two copies' -Dgedeon.flips=10000 -Dgedeon.missing=100 ;;
    rebuild) measured 'RebuildTests#manyObjects*' 'objects made again' -Dgedeon.rebuild.objects=1000000 ;;
    kills) measured KillTests 'kills=' -Dgedeon.kills=500 -Dgedeon.kills.moving=500 ;;
    *) echo "$promise is none of contention, uploads, small, scale, scale-likely, flips, rebuild, kills" >&2; exit 2 ;;
  esac
done
