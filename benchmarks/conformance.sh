#!/usr/bin/env bash
# The public suite ceph/s3-tests against a server of its own in a temporary home, with three notebooks as its three users.
#   S3TESTS_DIR=/path/to/s3-tests RUNNER=/path/to/s3tests.sh benchmarks/conformance.sh [more pytest arguments, e.g. -k versioning]
# S3TESTS_DIR is a checkout that you bring; RUNNER drives it and counts by category. OUT [./conformance] takes the results. EXTRA_PYTHONPATH names a newer
# boto3 where the system's is old. PORTS is "http s3" where free ones will not do. The server's own settings for this run are those exported here.
set -euo pipefail
cd "$(dirname "$0")/.."
: "${S3TESTS_DIR:?set S3TESTS_DIR to a checkout of ceph/s3-tests}"
RUNNER=${RUNNER:-../shared/tools/s3tests.sh}
read -r http s3 <<<"${PORTS:-0 0}"
work=$(mktemp -d)
stop() { [[ -n ${server:-} ]] && kill -TERM "$server" 2>/dev/null && wait "$server" 2>/dev/null; [[ -n ${KEEP_LOG:-} ]] && cp "$work/up.log" "$KEEP_LOG"; rm -rf "$work"; }
trap stop EXIT
# The suite is written for S3's default of old, under which access lists count.
export GEDEON_S3_OBJECTOWNERSHIP=${GEDEON_S3_OBJECTOWNERSHIP:-OBJECT_WRITER}
# A lifecycle "day" lasts as long as the suite is told; its lifecycle tests sleep up to 100 s, so give them TEST_TIMEOUT=200.
# x-amz-expiration tells such days too, and the suite's tests of it count whole ones: run -k expiration_header with GEDEON_S3_LIFECYCLEDAY=24h.
export GEDEON_S3_LIFECYCLEDAY=${GEDEON_S3_LIFECYCLEDAY:-${LC_INTERVAL:-10}s}
./gedeon up --home "$work/home" --port "$http" --s3-port "$s3" >"$work/up.log" 2>&1 & server=$!
for _ in $(seq 240); do grep -q ready "$work/up.log" && break; kill -0 $server || { cat "$work/up.log"; exit 1; }; sleep 0.5; done
set -a; . "$work/home/credentials.env"; set +a
./gedeon unit create conformance >/dev/null
user() { # notebook variable-prefix
  ./gedeon notebook create "$1" --unit conformance --quota 20GiB >/dev/null
  ./gedeon key create --notebook "$1" --json | python3 -c '
import json, sys
k = json.load(sys.stdin); p = sys.argv[1]
print("export %sACCESS=%s %sSECRET=%s %sUSER_ID=%s %s=%s" % (p, k["accessKey"], p, k["secretKey"], p, k["ownerId"], "ALT_DISPLAY" if p == "ALT_" else p + "DISPLAY_NAME", k["ownerName"]))' "$2"
}
eval "$(user main '')"; eval "$(user alt ALT_)"; eval "$(user tenant TENANT_)"
# Each notebook has its raw-data bucket; the suite counts buckets from none.
PYTHONPATH=${EXTRA_PYTHONPATH:-} /usr/bin/python3 - "$GEDEON_S3_URL" "$ACCESS" "$SECRET" "$ALT_ACCESS" "$ALT_SECRET" "$TENANT_ACCESS" "$TENANT_SECRET" <<'PY'
import sys, boto3
url, *keys = sys.argv[1:]
for name in ("main", "alt", "tenant"):
    access, secret, *keys = keys
    boto3.client("s3", endpoint_url=url, region_name="us-east-1", aws_access_key_id=access, aws_secret_access_key=secret).delete_bucket(Bucket="raw-" + name)
PY
for key in testkey-1 testkey-2; do ./gedeon encryption key create "$key" --notebook main >/dev/null; done
address=${GEDEON_S3_URL#http://}
export HOST=${address%:*} PORT=${address##*:} NO_CLEANUP_FALLBACK=1 OUT=${OUT:-$PWD/conformance}
unset AWS_CA_BUNDLE AWS_PROFILE
bash "$RUNNER" "$@"
