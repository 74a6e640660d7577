#!/usr/bin/env bash
# aws-cli, boto3, rclone, s3cmd and restic, unmodified, against a server of their own in a temporary home: what goes in comes back, byte for byte.
#   benchmarks/clients.sh            prints one line a check; exit 0 when all hold
# Needs (Debian): awscli, python3-boto3, rclone, s3cmd, restic.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
stop() { [[ -n ${server:-} ]] && kill -TERM "$server" 2>/dev/null && wait "$server" 2>/dev/null; rm -rf "$work"; }
trap stop EXIT
./gedeon up --home "$work/home" --port 0 --s3-port 0 >"$work/up.log" 2>&1 & server=$!
for _ in $(seq 240); do grep -q ready "$work/up.log" && break; kill -0 $server || { cat "$work/up.log"; exit 1; }; sleep 0.5; done
set -a; . "$work/home/credentials.env"; set +a
./gedeon unit create clients >/dev/null
./gedeon notebook create clients --unit clients --quota 10GiB >/dev/null
eval "$(./gedeon key create --notebook clients --json | python3 -c 'import json,sys; k=json.load(sys.stdin); print("export AWS_ACCESS_KEY_ID=%s AWS_SECRET_ACCESS_KEY=%s" % (k["accessKey"], k["secretKey"]))')"
export AWS_DEFAULT_REGION=us-east-1 AWS_EC2_METADATA_DISABLED=true AWS_CONFIG_FILE=$work/aws
unset AWS_CA_BUNDLE AWS_PROFILE
printf '[default]\ns3 =\n  signature_version = s3v4\n  addressing_style = path\n' >"$work/aws"
head -c 20000000 /dev/urandom >"$work/big"; head -c 1000 /dev/urandom >"$work/small"; : >"$work/empty"
mkdir "$work/tree"; for n in $(seq 30); do mkdir -p "$work/tree/d$((n % 3))"; head -c $((n * 1000)) /dev/urandom >"$work/tree/d$((n % 3))/é $n+&.bin"; done
ok() { printf '%-60s ok\n' "$1"; }
aws() { command aws --endpoint-url "$GEDEON_S3_URL" "$@"; }

aws s3 mb s3://cli-bucket >/dev/null
for f in big small empty; do aws s3 cp --quiet "$work/$f" "s3://cli-bucket/$f"; aws s3 cp --quiet "s3://cli-bucket/$f" "$work/back"; cmp "$work/$f" "$work/back"; done; ok "aws s3 cp, there and back (20 MB in parts, 1 kB, empty)"
aws s3 sync --quiet "$work/tree" s3://cli-bucket/tree; aws s3 sync --quiet s3://cli-bucket/tree "$work/tree-back"; diff -r "$work/tree" "$work/tree-back"; ok "aws s3 sync of a tree with accents and signs in names"
[[ $(aws s3 ls --recursive s3://cli-bucket/tree | wc -l) == 30 ]]; ok "aws s3 ls"
aws s3 mv --quiet s3://cli-bucket/small s3://cli-bucket/moved; aws s3api head-object --bucket cli-bucket --key moved >/dev/null; ok "aws s3 mv"
aws s3api get-object --bucket cli-bucket --key big --range bytes=1000-1999 "$work/part" >/dev/null; cmp <(tail -c +1001 "$work/big" | head -c 1000) "$work/part"; ok "aws s3api get-object with a range"
curl -fsS "$(aws s3 presign s3://cli-bucket/big)" | cmp - "$work/big"; ok "aws s3 presign, read by curl"
aws s3 rb --force s3://cli-bucket >/dev/null; ok "aws s3 rb --force"

python3 - "$GEDEON_S3_URL" "$work" <<'PY'
import hashlib, os, sys, boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import ClientError
url, work = sys.argv[1:]
s3 = boto3.client("s3", endpoint_url=url, config=Config(s3={"addressing_style": "path"}, signature_version="s3v4", retries={"max_attempts": 1}))
s3.create_bucket(Bucket="boto")
s3.put_object(Bucket="boto", Key="a b+c/é", Body=b"x" * 100000, Metadata={"sample": "caffeine"}, ContentType="chemical/x-jcamp-dx")
got = s3.get_object(Bucket="boto", Key="a b+c/é")
assert got["Body"].read() == b"x" * 100000 and got["Metadata"] == {"sample": "caffeine"} and got["ContentType"] == "chemical/x-jcamp-dx"
s3.upload_file(f"{work}/big", "boto", "big", Config=TransferConfig(multipart_threshold=5 << 20, multipart_chunksize=5 << 20, max_concurrency=4))
s3.download_file("boto", "big", f"{work}/boto-back")
assert open(f"{work}/big", "rb").read() == open(f"{work}/boto-back", "rb").read()
s3.copy({"Bucket": "boto", "Key": "big"}, "boto", "copied")
assert s3.head_object(Bucket="boto", Key="copied")["ContentLength"] == 20000000
assert [k["Key"] for k in s3.list_objects_v2(Bucket="boto", Delimiter="/")["Contents"]] == ["big", "copied"]
try:
    s3.put_object(Bucket="boto", Key="wrong", Body=b"x", ContentMD5="1B2M2Y8AsgTpgAmY7PhCfg==")
    raise AssertionError("a wrong digest was taken")
except ClientError as e:
    assert e.response["Error"]["Code"] == "BadDigest", e
try:
    s3.put_object(Bucket="nobodys", Key="x", Body=b"x" * (8 << 20))
    raise AssertionError("a bucket that is not there was written")
except ClientError as e:
    assert e.response["ResponseMetadata"]["HTTPStatusCode"] == 404, e
deleted = s3.delete_objects(Bucket="boto", Delete={"Objects": [{"Key": k} for k in ("big", "copied", "a b+c/é")]})
assert len(deleted["Deleted"]) == 3
s3.delete_bucket(Bucket="boto")
PY
ok "boto3: put, get, parts, copy, list, refusals, delete many"

export RCLONE_CONFIG=/dev/null RCLONE_CONFIG_G_TYPE=s3 RCLONE_CONFIG_G_PROVIDER=Other RCLONE_CONFIG_G_ENDPOINT=$GEDEON_S3_URL RCLONE_CONFIG_G_REGION=us-east-1 \
  RCLONE_CONFIG_G_ACCESS_KEY_ID=$AWS_ACCESS_KEY_ID RCLONE_CONFIG_G_SECRET_ACCESS_KEY=$AWS_SECRET_ACCESS_KEY RCLONE_CONFIG_G_FORCE_PATH_STYLE=true
rclone mkdir G:rclone-bucket
rclone copy "$work/tree" G:rclone-bucket/tree; rclone check "$work/tree" G:rclone-bucket/tree --download 2>/dev/null; ok "rclone copy and check --download"
rclone copyto "$work/big" G:rclone-bucket/big --s3-upload-cutoff 5M --s3-chunk-size 5M; rclone copyto G:rclone-bucket/big "$work/rback"; cmp "$work/big" "$work/rback"; ok "rclone copyto in parts, there and back"
rclone moveto G:rclone-bucket/big G:rclone-bucket/other; [[ $(rclone size G:rclone-bucket --json | python3 -c 'import json,sys; print(json.load(sys.stdin)["count"])') == 31 ]]; ok "rclone moveto and size"
rclone sync "$work/tree/d1" G:rclone-bucket/tree; rclone check "$work/tree/d1" G:rclone-bucket/tree 2>/dev/null; ok "rclone sync removes what is gone"
rclone purge G:rclone-bucket; ok "rclone purge"

rclone mkdir G:served; rclone copy "$work/tree" G:served
rclone serve http G:served --addr 127.0.0.1:18999 --read-only >"$work/serve.log" 2>&1 & serving=$!
for _ in $(seq 50); do curl -fsS -o /dev/null http://127.0.0.1:18999/ 2>/dev/null && break; sleep 0.1; done
curl -fsS http://127.0.0.1:18999/d1/ | grep -q bin; kill $serving; ok "rclone serve http"

host=${GEDEON_S3_URL#http://}
printf '[default]\naccess_key = %s\nsecret_key = %s\nhost_base = %s\nhost_bucket = %s\nuse_https = False\nbucket_location = us-east-1\n' \
  "$AWS_ACCESS_KEY_ID" "$AWS_SECRET_ACCESS_KEY" "$host" "$host" >"$work/s3cfg"
s3() { s3cmd -c "$work/s3cfg" --quiet "$@"; }
for signature in "" --signature-v2; do
  # shellcheck disable=SC2086
  s3() { s3cmd -c "$work/s3cfg" --quiet $signature "$@"; }
  s3 mb s3://s3cmd-bucket
  s3 put --multipart-chunk-size-mb=5 "$work/big" s3://s3cmd-bucket/big; s3 get --force s3://s3cmd-bucket/big "$work/s3back"; cmp "$work/big" "$work/s3back"
  s3 sync "$work/tree/" s3://s3cmd-bucket/tree/; s3 sync s3://s3cmd-bucket/tree/ "$work/s3tree$signature/"; diff -r "$work/tree" "$work/s3tree$signature"
  s3 cp s3://s3cmd-bucket/big s3://s3cmd-bucket/copied; s3 setacl --acl-private s3://s3cmd-bucket/copied; s3 info s3://s3cmd-bucket/copied >/dev/null
  s3 del --recursive --force s3://s3cmd-bucket; s3 rb s3://s3cmd-bucket
  ok "s3cmd ${signature:-(signature 4)}: mb, put in parts, get, sync both ways, cp, setacl, info, del, rb"
done

export RESTIC_REPOSITORY=s3:$GEDEON_S3_URL/restic-bucket RESTIC_PASSWORD=only-here RESTIC_CACHE_DIR=$work/restic-cache
restic init -q
restic backup -q "$work/tree"; head -c 3000000 /dev/urandom >"$work/tree/more"; restic backup -q "$work/tree"
restic check -q --read-data
restic forget -q --keep-last 1 --prune
restic check -q
restic restore -q latest --target "$work/restored"; diff -r "$work/tree" "$work/restored$work/tree"; ok "restic init, backup, check --read-data, forget --prune, restore"
