#!/usr/bin/env bash
# All figures of endtoend.py against a server of its own in a temporary home, with its memory at the end.
#   PEER=URL PEER_ACCESS=… PEER_SECRET=… benchmarks/speed.sh [--size 1GiB] [--runs 3]      PEER and its keys are optional: another S3 endpoint, measured in turn
# Nothing else should run on the machine. Needs python3-boto3, rclone, curl. TMPDIR says on which disk.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
stop() { [[ -n ${server:-} ]] && kill -TERM "$server" 2>/dev/null && wait "$server" 2>/dev/null; rm -rf "$work"; }
trap stop EXIT
./gedeon up --home "$work/home" --port 0 --s3-port 0 >"$work/up.log" 2>&1 & server=$!
for _ in $(seq 240); do grep -q ready "$work/up.log" && break; kill -0 $server || { cat "$work/up.log"; exit 1; }; sleep 0.5; done
set -a; . "$work/home/credentials.env"; set +a
./gedeon unit create bench >/dev/null
./gedeon notebook create bench --unit bench --quota 200GiB >/dev/null
eval "$(./gedeon key create --notebook bench --json | python3 -c 'import json,sys; k=json.load(sys.stdin); print("access=%s secret=%s" % (k["accessKey"], k["secretKey"]))')"
unset AWS_CA_BUNDLE AWS_PROFILE
peer=(); [[ -n ${PEER:-} ]] && peer=(--peer "$PEER" --peer-access "$PEER_ACCESS" --peer-secret "$PEER_SECRET")
/usr/bin/python3 benchmarks/endtoend.py --s3 "$GEDEON_S3_URL" --access "$access" --secret "$secret" "${peer[@]}" "$@"
for pid in $(pgrep -f "$work/home") "$server"; do awk -v p="$pid" '/VmHWM/ {m=$2} /^Name/ {n=$2} END {printf "most resident, %s %d: %d MB\n", n, p, m/1024}' "/proc/$pid/status" 2>/dev/null || true; done | sort -u
