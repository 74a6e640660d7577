#!/usr/bin/env python3
"""End-to-end figures of an S3 endpoint beside this machine's limits, and of a peer in the same run.

usage: endtoend.py --s3 URL --access KEY --secret KEY [--peer URL --peer-access KEY --peer-secret KEY] [--size 1GiB] [--runs 3]

Needs python3-boto3. Every object is read back and compared. Figures are MiB/s, median of the runs; ratios are Gédéon / peer, taken in turn.
"""
import argparse, hashlib, os, statistics, tempfile, time, urllib.request
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


def round_of(s3, bucket, path, expected, tag):
    multipart = TransferConfig(multipart_threshold=8 << 20, multipart_chunksize=8 << 20, max_concurrency=8)
    figures = {"PUT multipart": expected["size"] / timed(lambda: s3.upload_file(path, bucket, "big-" + tag, Config=multipart))}
    figures["GET one stream"] = expected["size"] / get_stream(s3, bucket, "big-" + tag, expected)
    began, keys = time.monotonic(), 0
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix="list/"):
        keys += len(page.get("Contents", []))
    figures["list keys/s"] = keys / (time.monotonic() - began)
    return figures


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
        for name, value in limits(path, total).items():
            print(f"{name:24} {value / (1 << 20):10.0f} MiB/s")
        sides = {"gedeon": client(given.s3, given.access, given.secret)}
        if given.peer:
            sides["peer"] = client(given.peer, given.peer_access, given.peer_secret)
        bucket = f"bench-{int(time.time())}"
        for s3 in sides.values():
            s3.create_bucket(Bucket=bucket)
            for n in range(2000):
                s3.put_object(Bucket=bucket, Key=f"list/{n:06}", Body=b"x")
        seen = {side: {} for side in sides}
        for run in range(given.runs):
            for side, s3 in sides.items():
                for name, value in round_of(s3, bucket, path, expected, str(run)).items():
                    seen[side].setdefault(name, []).append(value)
        for name in seen["gedeon"]:
            unit = 1 if "keys" in name else 1 << 20
            medians = {side: statistics.median(values[name]) / unit for side, values in seen.items()}
            line = "   ".join(f"{side} {value:10.0f}" for side, value in medians.items())
            print(f"{name:24} {line}" + (f"   ratio {medians['gedeon'] / medians['peer']:.2f}" if given.peer else ""))


if __name__ == "__main__":
    main()
