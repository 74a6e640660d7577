#!/usr/bin/env python3
"""End-to-end figures of an S3 endpoint beside this machine's limits, and of a peer in the same run.

usage: endtoend.py --s3 URL --access KEY --secret KEY [--peer URL --peer-access KEY --peer-secret KEY] [--size 1GiB] [--runs 3]

Needs python3-boto3, rclone, curl and a JDK (for the limit of Java's MD5). S3Proxy takes one PutObject of 1 GiB only with its limit raised (s3proxy.v4-max-non-chunked-request-size) and a heap that
holds it. Every object is read back and compared. Figures are MiB/s, median of the runs; ratios are Gédéon / peer, taken in turn.
"""
import argparse, glob, hashlib, os, statistics, subprocess, tempfile, time, urllib.request
import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config


def size(text):
    units = {"KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30}
    return int(text[:-3]) * units[text[-3:]]


def client(url, access, secret):
    return boto3.client("s3", endpoint_url=url, aws_access_key_id=access, aws_secret_access_key=secret, region_name="us-east-1",
                        config=Config(s3={"addressing_style": "path"}, retries={"max_attempts": 1}, signature_version="s3v4"))


def timed(act):
    began = time.monotonic()
    act()
    return time.monotonic() - began


def limits(path, total):
    def md5():
        digest = hashlib.md5()
        with open(path, "rb") as source:
            while block := source.read(1 << 20):
                digest.update(block)

    def synced_copy():
        with open(path, "rb") as source, open(path + ".copy", "wb") as target:
            while block := source.read(1 << 20):
                target.write(block)
            os.fsync(target.fileno())
        os.unlink(path + ".copy")

    return {"md5, one core": total / timed(md5), "copy + fsync": total / timed(synced_copy)}


def get_stream(s3, bucket, key, expected):
    """Reads through a presigned URL with a plain stream, then checks the bytes' digest outside the timed part."""
    url = s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": key})
    buffer = bytearray(1 << 20)

    def read():
        total = 0
        with urllib.request.urlopen(url) as answer:
            while n := answer.readinto(buffer):
                total += n
        assert total == expected["size"], f"{total} bytes came back of {expected['size']}"

    seconds = timed(read)
    digest = hashlib.sha256()
    with urllib.request.urlopen(url) as answer:
        while block := answer.read(1 << 20):
            digest.update(block)
    assert digest.hexdigest() == expected["sha256"], "the bytes that came back are not those that went in"
    return seconds


def put_by_curl(s3, bucket, path, total, parts):
    """Presigned PUTs by a client that costs little: one stream, or parts of an upload at once."""
    if parts == 1:
        urls = [s3.generate_presigned_url("put_object", Params={"Bucket": bucket, "Key": "curl"})]
        pieces = [path]
    else:
        upload = s3.create_multipart_upload(Bucket=bucket, Key="curl")["UploadId"]
        urls = [s3.generate_presigned_url("upload_part", Params={"Bucket": bucket, "Key": "curl", "UploadId": upload, "PartNumber": n + 1}) for n in range(parts)]
        pieces = [f"{path}.{n}" for n in range(parts)]
    def send():
        running = [subprocess.Popen(["curl", "-fsS", "-o", "/dev/null", "-H", "Content-Type:", "-T", piece, url]) for piece, url in zip(pieces, urls)]
        assert [one.wait() for one in running] == [0] * len(running)
    seconds = timed(send)
    if parts > 1:
        s3.abort_multipart_upload(Bucket=bucket, Key="curl", UploadId=upload)
    return seconds


def latency(s3, bucket):
    """One connection, 16 KiB: the median of 250 after 50, in milliseconds."""
    s3.put_object(Bucket=bucket, Key="small", Body=os.urandom(16 << 10))
    figures = {}
    for name, call in (("GET 16 KiB p50 ms", lambda: s3.get_object(Bucket=bucket, Key="small")["Body"].read()), ("HEAD p50 ms", lambda: s3.head_object(Bucket=bucket, Key="small"))):
        figures[name] = statistics.median([timed(call) for _ in range(300)][50:]) * 1000
    return figures


def small_by_rclone(side, bucket, folder):
    url, access, secret = side
    where = f":s3,provider=Other,force_path_style=true,region=us-east-1,access_key_id={access},secret_access_key={secret},endpoint='{url}':{bucket}/small-{time.monotonic_ns()}"
    environment = {name: value for name, value in os.environ.items() if name != "AWS_CA_BUNDLE"} | {"RCLONE_CONFIG": "/dev/null"}
    return 2000 / timed(lambda: subprocess.run(["rclone", "copy", "--s3-no-check-bucket", "--transfers", "8", "--no-traverse", "--ignore-times", folder, where], check=True, env=environment))


def round_of(side, s3, bucket, path, expected, tag):
    multipart = TransferConfig(multipart_threshold=8 << 20, multipart_chunksize=8 << 20, max_concurrency=8)
    total = expected["size"]
    figures = {"PUT multipart": total / timed(lambda: s3.upload_file(path, bucket, "big-" + tag, Config=multipart))}
    figures["PUT one PutObject"] = total / timed(lambda: s3.upload_file(path, bucket, "one", Config=TransferConfig(multipart_threshold=1 << 40, use_threads=False)))
    figures["PUT by curl, one stream"] = total / put_by_curl(s3, bucket, path, total, 1)
    figures["PUT by curl, 8 parts"] = total / put_by_curl(s3, bucket, path, total, 8)
    figures["GET one stream"] = total / get_stream(s3, bucket, "big-" + tag, expected)
    figures["PUT 16 KiB, objects/s"] = small_by_rclone(side, bucket, os.path.join(os.path.dirname(path), "small"))
    began, keys = time.monotonic(), 0
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix="list/"):
        keys += len(page.get("Contents", []))
    figures["list keys/s"] = keys / (time.monotonic() - began)
    return figures | latency(s3, bucket)


JAVA_MD5 = """
public class Md5 { public static void main(String[] a) throws Exception {
    byte[] b = new byte[1 << 18]; new java.util.Random(1).nextBytes(b); var d = java.security.MessageDigest.getInstance("MD5");
    for (int w = 0; w < 2; w++) { long t = System.nanoTime(), n = 0; while (System.nanoTime() - t < 2_000_000_000L) { d.update(b); n += b.length; }
        if (w == 1) System.out.println(n / ((System.nanoTime() - t) / 1e9)); } } }
"""


def java_md5(folder):
    source = os.path.join(folder, "Md5.java")
    with open(source, "w") as out:
        out.write(JAVA_MD5)
    binary = sorted(glob.glob("/usr/lib/jvm/*/bin/java"))[-1]
    return float(subprocess.run([binary, source], capture_output=True, text=True, check=True).stdout)


def main():
    options = argparse.ArgumentParser(description=__doc__)
    for name in ("--s3", "--access", "--secret"):
        options.add_argument(name, required=True)
    for name in ("--peer", "--peer-access", "--peer-secret"):
        options.add_argument(name)
    options.add_argument("--size", default="1GiB")
    options.add_argument("--runs", type=int, default=3)
    given = options.parse_args()
    total = size(given.size)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "data")
        digest = hashlib.sha256()
        with open(path, "wb") as out:
            for _ in range(total >> 20):
                block = os.urandom(1 << 20)
                digest.update(block)
                out.write(block)
        expected = {"size": total, "sha256": digest.hexdigest()}
        for n in range(8):
            with open(path, "rb") as source, open(f"{path}.{n}", "wb") as out:
                source.seek(n * total // 8)
                left = total // 8
                while left:
                    left -= out.write(source.read(min(left, 1 << 20)))
        os.mkdir(os.path.join(folder, "small"))
        for n in range(2000):
            with open(os.path.join(folder, "small", f"{n:06}.bin"), "wb") as out:
                out.write(os.urandom(16 << 10))
        print(f"{'MD5 by Java, one core':24} {java_md5(folder) / (1 << 20):10.0f} MiB/s")
        for name, value in limits(path, total).items():
            print(f"{name:24} {value / (1 << 20):10.0f} MiB/s")
        given_sides = {"gedeon": (given.s3, given.access, given.secret)}
        if given.peer:
            given_sides["peer"] = (given.peer, given.peer_access, given.peer_secret)
        sides = {name: client(*side) for name, side in given_sides.items()}
        bucket = f"bench-{int(time.time())}"
        for s3 in sides.values():
            s3.create_bucket(Bucket=bucket)
            for n in range(2000):
                s3.put_object(Bucket=bucket, Key=f"list/{n:06}", Body=b"x")
        seen = {side: {} for side in sides}
        for run in range(given.runs):
            for side, s3 in sides.items():
                for name, value in round_of(given_sides[side], s3, bucket, path, expected, str(run)).items():
                    seen[side].setdefault(name, []).append(value)
        for name in seen["gedeon"]:
            unit = 1 if "/s" in name or "ms" in name else 1 << 20
            medians = {side: statistics.median(values[name]) / unit for side, values in seen.items()}
            line = "   ".join(f"{side} {value:10.2f}" if "ms" in name else f"{side} {value:10.0f}" for side, value in medians.items())
            print(f"{name:24} {line}" + (f"   ratio {medians['gedeon'] / medians['peer']:.2f}" if given.peer else ""))


if __name__ == "__main__":
    main()
