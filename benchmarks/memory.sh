#!/usr/bin/env bash
# 5 GiB in and out of a server with -Xmx512m: as one PutObject, as parts, and back in one stream; prints the most that all Java processes of the server held.
#   benchmarks/memory.sh [GiB]       5 where none is given; exit 0 when the bytes came back and the most was under 900 MB
# Needs python3-boto3 and twice the room in the temporary folder.
set -euo pipefail
cd "$(dirname "$0")/.."
size=${1:-5}
work=$(mktemp -d)
stop() { [[ -n ${sampler:-} ]] && kill "$sampler" 2>/dev/null; [[ -n ${server:-} ]] && kill -TERM "$server" 2>/dev/null && wait "$server" 2>/dev/null; rm -rf "$work"; }
trap stop EXIT
./gedeon up --home "$work/home" --port 0 --s3-port 0 >"$work/up.log" 2>&1 & server=$!
for _ in $(seq 240); do grep -q ready "$work/up.log" && break; kill -0 $server || { cat "$work/up.log"; exit 1; }; sleep 0.5; done
set -a; . "$work/home/credentials.env"; set +a
./gedeon unit create memory >/dev/null
./gedeon notebook create memory --unit memory --quota 100GiB >/dev/null
key=$(./gedeon key create --notebook memory --json)
python3 - "$server" "$work/most" <<'PY' & sampler=$!
import os, sys, time
root, out, most = int(sys.argv[1]), sys.argv[2], 0
def family(pid):
    yield pid
    for p in os.listdir("/proc"):
        if p.isdigit():
            try:
                if int(open(f"/proc/{p}/stat").read().rsplit(")", 1)[1].split()[1]) == pid:
                    yield from family(int(p))
            except OSError:
                pass
while True:
    total = 0
    for p in family(root):
        try:
            if os.readlink(f"/proc/{p}/exe").endswith("/java"):
                total += next(int(l.split()[1]) for l in open(f"/proc/{p}/status") if l.startswith("VmRSS")) << 10
        except (OSError, StopIteration):
            pass
    if total > most:
        most = total
        open(out, "w").write(str(most))
    time.sleep(0.2)
PY
printf '%s' "$key" | python3 -c '
import hashlib, json, sys, time, boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
size, url = int(sys.argv[1]) << 30, sys.argv[2]
key = json.load(sys.stdin)
class Bytes:
    """size bytes that repeat every prime number of bytes; seekable, as the client wants, and never held whole."""
    block = hashlib.shake_128(b"gedeon").digest(1048573)
    def __init__(self): self.at = 0
    def seek(self, offset, whence=0): self.at = offset if whence == 0 else self.at + offset if whence == 1 else size + offset; return self.at
    def tell(self): return self.at
    def __len__(self): return size
    def read(self, n=-1):
        n = size - self.at if n is None or n < 0 else min(n, size - self.at)
        out = bytearray()
        while n > 0:
            i = self.at % len(self.block); part = self.block[i:i + n]; out += part; self.at += len(part); n -= len(part)
        return bytes(out)
s3 = boto3.client("s3", endpoint_url=url, aws_access_key_id=key["accessKey"], aws_secret_access_key=key["secretKey"], region_name="us-east-1",
                  config=Config(s3={"addressing_style": "path", "payload_signing_enabled": False}, retries={"max_attempts": 1}, read_timeout=600))
s3.create_bucket(Bucket="memory")
expected, source = hashlib.sha256(), Bytes()
while block := source.read(1 << 20): expected.update(block)
def timed(name, act):
    began = time.monotonic(); act(); seconds = time.monotonic() - began
    print(f"{name:16} {size / seconds / (1 << 20):8.0f} MiB/s")
timed("PUT one request", lambda: s3.put_object(Bucket="memory", Key="one", Body=Bytes(), ContentLength=size))
timed("PUT in parts", lambda: s3.upload_fileobj(Bytes(), "memory", "parts", Config=TransferConfig(multipart_chunksize=64 << 20, max_concurrency=4)))
for name in ("one", "parts"):
    def back():
        digest = hashlib.sha256()
        for chunk in s3.get_object(Bucket="memory", Key=name)["Body"].iter_chunks(1 << 20): digest.update(chunk)
        assert digest.digest() == expected.digest(), "the bytes that came back are not those that went in"
    timed(f"GET {name}", back)
' "$size" "$GEDEON_S3_URL"
most=$(cat "$work/most")
echo "most resident in all Java processes of the server: $((most / 1000000)) MB"
[[ $most -lt 900000000 ]]
