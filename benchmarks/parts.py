#!/usr/bin/env python3
"""Completion of an upload of 10,000 parts of 5 MiB, on a PostgreSQL that syncs: seconds, blobs written to the tier meanwhile, and whether the ledger still fits.
Part 1 is sent, the others are rows like its own: completing reads and writes rows, never bytes.

usage: benchmarks/parts.py [PARTS, 10000]        needs python3-boto3; exit 0 when each completion took under 2 s and wrote nothing to the tier; builds what it needs
"""
import glob, os, subprocess, sys, time
import boto3
from botocore.config import Config

os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
PARTS = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
MOST_SECONDS, ROUNDS = 2, 3


def java():
    for binary in sorted(glob.glob("/usr/lib/jvm/*/bin/java"), reverse=True):
        version = subprocess.run([binary, "-version"], capture_output=True, text=True).stderr.split('"')[1]
        if int(version.split(".")[0]) >= 21:
            return os.environ.get("JAVA", binary)
    raise SystemExit("no Java of 21 or later under /usr/lib/jvm")


if os.environ.get("GEDEON_BUILD") != "never":
    subprocess.run(["mvn", "-q", "-B", "-Pjmh", "-pl", "benchmarks", "-am", "-DskipTests", "package"], check=True)
server = subprocess.Popen([java(), "-Xmx512m", "-cp", "benchmarks/target/benchmarks-0.1.0.jar:benchmarks/target/lib/*", "gedeon.benchmarks.ManyParts"],
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, bufsize=1)


def answer(word):
    """The words behind it on the server's next line that begins with it."""
    for line in server.stdout:
        if line.startswith(word + " ") or line.strip() == word:
            return line.split()[1:]
    raise SystemExit("the server ended")


def ask(line, word):
    server.stdin.write(line + "\n")
    return answer(word)


try:
    url, access, secret = answer("ready")
    s3 = boto3.client("s3", endpoint_url=url, aws_access_key_id=access, aws_secret_access_key=secret, region_name="us-east-1",
                      config=Config(s3={"addressing_style": "path"}, retries={"max_attempts": 1}, read_timeout=600))
    s3.create_bucket(Bucket="parts")
    worst = written = off = 0
    for n in range(ROUNDS):
        key = f"run-{n}.raw"
        upload = s3.create_multipart_upload(Bucket="parts", Key=key)["UploadId"]
        etag = s3.upload_part(Bucket="parts", Key=key, UploadId=upload, PartNumber=1, Body=bytes(5 << 20))["ETag"]
        ask(f"parts {upload} {PARTS}", "parts")
        before = int(ask("state", "state")[0])
        began = time.monotonic()
        s3.complete_multipart_upload(Bucket="parts", Key=key, UploadId=upload,
                                     MultipartUpload={"Parts": [{"PartNumber": i, "ETag": etag} for i in range(1, PARTS + 1)]})
        seconds = time.monotonic() - began
        blobs, off = (int(word) for word in ask("state", "state"))
        head = s3.head_object(Bucket="parts", Key=key, PartNumber=PARTS)
        assert head["PartsCount"] == PARTS and head["ResponseMetadata"]["HTTPStatusCode"] == 206, head
        assert s3.head_object(Bucket="parts", Key=key)["ContentLength"] == PARTS * (5 << 20)
        worst, written = max(worst, seconds), written + blobs - before
        print(f"CompleteMultipartUpload of {PARTS:,} parts, {PARTS * 5 / 1024:.1f} GiB: {seconds:.2f} s, blobs written to the tier {blobs - before}")
    print(f"worst {worst:.2f} s (under {MOST_SECONDS}); bytes written to the tier {'0' if written == 0 else 'some'}; quotas that drifted {off}")
    ok = worst < MOST_SECONDS and written == 0 and off == 0
finally:
    server.stdin.close()
    server.wait(60)
sys.exit(0 if ok else 1)
