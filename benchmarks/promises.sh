#!/usr/bin/env bash
# What storage promises, at the size at which it is promised: each is a test that fails where the promise does not hold, and prints its figure.
#   benchmarks/promises.sh [contention|uploads|small|scale|scale-likely|flips|rebuild|adopted|kills|moves|serverkills ...]      all of them where none is named; scale and the last five take half an hour to hours
#   moves needs Debian 12 and root: it starts a Ceph RGW by .ci/real/rgw. MOVES_SMALL, MOVES_LARGE, MOVES_BYTES (of a large one), SERVER_KILLS: other sizes.
#   SCALE_FOLDER: where scale and scale-likely keep their files instead of the system's folder for temporary ones; what they wrote goes when they end. ADOPTED_FOLDER: the same of adopted.
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || set -- contention uploads small scale flips rebuild adopted kills moves serverkills

figures=(-Dgedeon.figures=true -Djunit.jupiter.execution.timeout.default=600m -Dsurefire.timeout=36000)

scaled() { measured ScaleTests 'scale: ' ${SCALE_FOLDER:+"-Dgedeon.scale.folder=$SCALE_FOLDER"} "$@"; }

told() { grep -E "$1|Tests run:.*Time elapsed|ERROR\]"; }

measured() {
  mvn -o -B -ntp -pl storage-gateway -am -Dtest="$1" -Dsurefire.failIfNoSpecifiedTests=false "${figures[@]}" "${@:3}" test | told "$2"
}

# From the folder into the bucket, into the archive and back; five kills of gateways and five of the store.
moved() {
  GEDEON_FAR_TESTS=MovesTests GEDEON_FAR_BYTES=64424509440 .ci/real/rgw -o "${figures[@]}" -Dgedeon.moves.minutes=240 \
    -Dgedeon.moves.small="${MOVES_SMALL:-100000}" -Dgedeon.moves.large="${MOVES_LARGE:-20}" -Dgedeon.moves.bytes="${MOVES_BYTES:-268435456}" |
    told 'moves: '
}

# The server as it is delivered: its jars are made on the way.
serverkills() {
  mvn -o -B -ntp -pl integration-tests -am -Dtest=KilledServerTests -Dsurefire.failIfNoSpecifiedTests=false "${figures[@]}" \
    -Dgedeon.server.kills="${SERVER_KILLS:-100}" package | told 'server kills='
}

for promise in "$@"; do
  echo "== $promise"
  case "$promise" in
    contention) measured ContentionTests 'commits/s' ;;
    uploads) measured UploadsTests 'uploads at once' ;;
    small) measured SmallObjectsTests 'small objects/s' ;;
    scale) scaled -Dgedeon.scale.objects=20000000 -Dgedeon.scale.minutes=10 ;;
    scale-likely) scaled -Dgedeon.scale.objects=2000000 -Dgedeon.scale.terabytes=100 -Dgedeon.scale.minutes=10 ;;
    flips) measured FlipsTests 'blobs of two copies' -Dgedeon.flips=10000 -Dgedeon.missing=100 ;;
    rebuild) measured 'RebuildTests#manyObjects*' 'objects made again' -Dgedeon.rebuild.objects=1000000 ;;
    adopted) measured ManyFilesTests 'adopted: ' -Dgedeon.adopted.files=1000000 ${ADOPTED_FOLDER:+"-Dgedeon.adopted.folder=$ADOPTED_FOLDER"} ;;
    kills) measured KillTests 'kills=' -Dgedeon.kills=500 -Dgedeon.kills.moving=500 ;;
    moves) moved ;;
    serverkills) serverkills ;;
    *) echo "$promise is none of contention, uploads, small, scale, scale-likely, flips, rebuild, adopted, kills, moves, serverkills" >&2; exit 2 ;;
  esac
done
