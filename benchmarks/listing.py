#!/usr/bin/env python3
"""Listings of a million keys: by boto3 beside a server of canned pages, by curl, with a delimiter, and with many old versions a key.

usage: benchmarks/listing.py [KEYS, 1000000]        needs python3-boto3, curl; builds what it needs
"""
import glob, os, socket, statistics, subprocess, sys, threading, time
import boto3
from botocore.config import Config

os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
KEYS = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000


def java():
    for binary in sorted(glob.glob("/usr/lib/jvm/*/bin/java"), reverse=True):
        version = subprocess.run([binary, "-version"], capture_output=True, text=True).stderr.split('"')[1]
        if int(version.split(".")[0]) >= 21:
            return os.environ.get("JAVA", binary)
    raise SystemExit("no Java of 21 or later under /usr/lib/jvm")


def client(url, access="a", secret="s"):
    return boto3.client("s3", endpoint_url=url, aws_access_key_id=access, aws_secret_access_key=secret, region_name="us-east-1",
                        config=Config(s3={"addressing_style": "path"}, retries={"max_attempts": 1}, signature_version="s3v4"))


def page(first, last):
    keys = "".join("<Contents><Key>run-%012d.raw</Key><LastModified>2026-11-25T00:00:00.000Z</LastModified><ETag>&quot;d41d8cd98f00b204e9800998ecf8427e&quot;</ETag>"
                   "<Size>1</Size><StorageClass>STANDARD</StorageClass></Contents>" % n for n in range(first, first + 1000))
    token = "" if last else "<NextContinuationToken>next</NextContinuationToken>"
    return ('<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>flat</Name><Prefix></Prefix><KeyCount>1000</KeyCount>'
            "<MaxKeys>1000</MaxKeys><IsTruncated>%s</IsTruncated>%s%s</ListBucketResult>" % ("false" if last else "true", token, keys)).encode()


def canned(pages):
    """A process that answers every request with a page that is ready, the last one without a token."""
    code = os.fork()
    if code:
        return code
    body, end = page(0, False), page(0, True)
    server = socket.create_server(("127.0.0.1", 18777))
    while True:
        connection, _ = server.accept()
        answered = 0
        while True:
            request = b""
            while b"\r\n\r\n" not in request:
                more = connection.recv(65536)
                if not more:
                    break
                request += more
            if not request:
                break
            answered += 1
            content = end if answered % pages == 0 else body
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nContent-Length: %d\r\n\r\n" % len(content) + content)


def walk(s3, bucket, most):
    began, keys, times = time.monotonic(), 0, []
    token = {}
    while True:
        one = time.monotonic()
        answer = s3.list_objects_v2(Bucket=bucket, **token)
        times.append(time.monotonic() - one)
        keys += answer["KeyCount"]
        if not answer["IsTruncated"] or len(times) == most:
            return keys / (time.monotonic() - began), times, keys
        token = {"ContinuationToken": answer["NextContinuationToken"]}


subprocess.run(["mvn", "-q", "-B", "-Pjmh", "-pl", "benchmarks", "-am", "-DskipTests", "package"], check=True)
server = subprocess.Popen([java(), "-Xmx512m", "-cp", "benchmarks/target/benchmarks-0.1.0.jar:benchmarks/target/lib/*", "gedeon.benchmarks.ManyKeys", str(KEYS)],
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
other = canned(KEYS // 1000)
try:
    line = ""
    while not line.startswith("ready"):
        line = server.stdout.readline()
        if not line:
            raise SystemExit("the server did not start")
    _, url, access, secret = line.split()
    ours, theirs = client(url, access, secret), client("http://127.0.0.1:18777")
    walk(ours, "flat", 50), walk(theirs, "flat", 50)
    rates = {"gedeon": [], "canned": []}
    for _ in range(3):
        rates["gedeon"].append(walk(ours, "flat", 200)[0])
        rates["canned"].append(walk(theirs, "flat", 200)[0])
    mine, peer = (statistics.median(rates[side]) for side in ("gedeon", "canned"))
    print(f"boto3, 200 pages of 1,000 keys: gedeon {mine:.0f} keys/s, canned pages {peer:.0f} keys/s, ratio {mine / peer:.2f}", flush=True)
    rate, times, keys = walk(ours, "flat", 10**9)
    assert keys == KEYS, keys
    print(f"boto3, all {KEYS} keys: {rate:.0f} keys/s", flush=True)
    tenths = [statistics.median(times[i * len(times) // 10:(i + 1) * len(times) // 10]) * 1000 for i in range(10)]
    print("page by tenth of the walk, ms: " + " ".join(f"{one:.1f}" for one in tenths) + f"; worst over first {max(tenths) / tenths[0]:.2f}")
    urls = []
    for n in range(0, KEYS, 1000):
        after = {"StartAfter": "run-%012d.raw" % (n - 1)} if n else {}
        urls.append(ours.generate_presigned_url("list_objects_v2", Params={"Bucket": "flat", **after}))
    config = "".join('url = "%s"\noutput = "/dev/null"\n' % one for one in urls)
    seconds = []
    for _ in range(3):
        began = time.monotonic()
        subprocess.run(["curl", "-sS", "-K", "-"], input=config, text=True, check=True)
        seconds.append(time.monotonic() - began)
    print(f"curl, one connection: {KEYS / statistics.median(seconds):.0f} keys/s")
    def median(act, n=20):
        act()
        taken = []
        for _ in range(n):
            began = time.monotonic()
            act()
            taken.append((time.monotonic() - began) * 1000)
        return statistics.median(taken)
    def timed_curl(link):
        out = subprocess.run(["curl", "-sS", "-o", "/dev/null", "-w", "%{time_total}\n"] + [link] * 1, capture_output=True, text=True, check=True).stdout
        return float(out) * 1000
    folded = ours.generate_presigned_url("list_objects_v2", Params={"Bucket": "folders", "Delimiter": "/"})
    answer = ours.list_objects_v2(Bucket="folders", Delimiter="/")
    assert len(answer["CommonPrefixes"]) == min(1000, KEYS // 1000)
    timed_curl(folded)
    print(f"one page of {len(answer['CommonPrefixes'])} prefixes of 1,000 keys: {statistics.median(timed_curl(folded) for _ in range(20)):.1f} ms")
    for name, prefix in (("10,000 old versions a key", "key-000"), ("one version a key", "key-001")):
        print(f"listing ten keys with {name}: {median(lambda: ours.list_objects_v2(Bucket='old', Prefix=prefix)):.2f} ms")
finally:
    os.kill(other, 9)
    server.stdin.close()
    server.wait(30)
