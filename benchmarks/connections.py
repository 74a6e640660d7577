#!/usr/bin/env python3
"""5,000 connections that wait, against a server of its own with -Xmx512m: first such as have sent nothing, then such as have made one signed request each and stay open. Prints how much
the resident memory of the server (all its Java processes) grew, and how long another client then waits for an answer.

usage: benchmarks/connections.py [CONNECTIONS, 5000]        needs python3-boto3; exit 0 when it grew by less than 200 MB and everybody was answered
"""
import concurrent.futures, datetime, hashlib, hmac, json, os, resource, shutil, signal, socket, statistics, subprocess, sys, tempfile, time
import boto3
from botocore.config import Config

os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
CONNECTIONS = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
MOST_BYTES = 200_000_000
# Both ends are on this machine, each with a descriptor of its own: the server inherits the limit.
soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
if hard != resource.RLIM_INFINITY and hard < CONNECTIONS + 1000:
    raise SystemExit(f"{CONNECTIONS + 1000} open files are needed, the hard limit is {hard}: raise it (ulimit -Hn)")
resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, CONNECTIONS + 1000), hard))


def resident(root):
    """Bytes of all Java processes that descend from it."""
    parents = {}
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            parents[int(pid)] = int(open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()[1])
        except OSError:
            pass
    total = 0
    for pid in parents:
        above = pid
        while above in parents and above != root:
            above = parents[above]
        try:
            if above == root and os.readlink(f"/proc/{pid}/exe").endswith("/java"):
                total += next(int(line.split()[1]) for line in open(f"/proc/{pid}/status") if line.startswith("VmRSS")) << 10
        except (OSError, StopIteration):
            pass
    return total


def signed(host, key):
    """One GET of an object, signed with Version 4, as bytes."""
    now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
    scope, payload = f"{now[:8]}/us-east-1/s3/aws4_request", "UNSIGNED-PAYLOAD"
    canonical = f"GET\n/idle/small\n\nhost:{host}\nx-amz-content-sha256:{payload}\nx-amz-date:{now}\n\nhost;x-amz-content-sha256;x-amz-date\n{payload}"
    secret = ("AWS4" + key["secretKey"]).encode()
    for step in scope.split("/"):
        secret = hmac.new(secret, step.encode(), hashlib.sha256).digest()
    to_sign = f"AWS4-HMAC-SHA256\n{now}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    signature = hmac.new(secret, to_sign.encode(), hashlib.sha256).hexdigest()
    return (f"GET /idle/small HTTP/1.1\r\nHost: {host}\r\nx-amz-date: {now}\r\nx-amz-content-sha256: {payload}\r\nAuthorization: AWS4-HMAC-SHA256 Credential={key['accessKey']}/{scope}, "
            f"SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature={signature}\r\n\r\n").encode()


def exchange(connection, request):
    """Sends it and reads the whole answer, which stays far below one buffer."""
    connection.sendall(request)
    answer = b""
    while not answer.endswith(b"small\n"):
        more = connection.recv(65536)
        assert more, f"the server closed a connection after {answer!r}"
        answer += more
    assert answer.startswith(b"HTTP/1.1 200 "), answer


def answers(s3):
    """Milliseconds until another client, on a connection of its own, has its answer."""
    taken = []
    for _ in range(20):
        began = time.monotonic()
        assert s3.get_object(Bucket="idle", Key="small")["Body"].read() == b"small\n"
        taken.append((time.monotonic() - began) * 1000)
    return f"another client waits {statistics.median(taken):.1f} ms, at most {max(taken):.1f} ms"


work = tempfile.mkdtemp()
log = open(f"{work}/up.log", "w+")
server = subprocess.Popen(["./gedeon", "up", "--home", f"{work}/home", "--port", "0", "--s3-port", "0"], stdout=log, stderr=log)
held = []
try:
    for _ in range(240):
        if "ready" in open(log.name).read():
            break
        if server.poll() is not None:
            raise SystemExit(open(log.name).read())
        time.sleep(0.5)
    for line in open(f"{work}/home/credentials.env"):
        if "=" in line and not line.startswith("#"):
            name, value = line.strip().removeprefix("export ").split("=", 1)
            os.environ[name] = value.strip("'\"")
    url = os.environ["GEDEON_S3_URL"]
    host, port = url.removeprefix("http://").rstrip("/").split(":")
    gedeon = lambda *words: subprocess.run(["./gedeon", *words], check=True, capture_output=True, text=True).stdout
    gedeon("unit", "create", "idle")
    gedeon("notebook", "create", "idle", "--unit", "idle", "--quota", "1GiB")
    key = json.loads(gedeon("key", "create", "--notebook", "idle", "--json"))
    s3 = boto3.client("s3", endpoint_url=url, aws_access_key_id=key["accessKey"], aws_secret_access_key=key["secretKey"], region_name="us-east-1",
                      config=Config(s3={"addressing_style": "path"}, retries={"max_attempts": 1}))
    s3.create_bucket(Bucket="idle")
    s3.put_object(Bucket="idle", Key="small", Body=b"small\n")
    request = signed(f"{host}:{port}", key)
    began = resident(server.pid)
    print(f"resident at first: {began / 1e6:.0f} MB; {answers(s3)}")

    def open_one(_):
        return socket.create_connection((host, int(port)), 30)

    def asked_one(_):
        connection = open_one(None)
        exchange(connection, request)
        return connection

    def closed():
        """How many the server has closed: those are readable."""
        count = 0
        for connection in held:
            connection.setblocking(False)
            try:
                count += connection.recv(1) == b""
            except BlockingIOError:
                pass
        return count

    # The server cuts what is silent for 75 seconds: both rounds are faster.
    with concurrent.futures.ThreadPoolExecutor(8) as many:
        held.extend(many.map(open_one, range(CONNECTIONS)))
        silent = resident(server.pid) - began
        print(f"{len(held):,} connections that sent nothing: {silent / 1e6:+.0f} MB; {answers(s3)}; closed {closed()}")
        while held:
            held.pop().close()
        # What as many requests need on one connection is the program's, not the connections'.
        with open_one(None) as warm:
            for _ in range(CONNECTIONS):
                exchange(warm, request)
        warmed = resident(server.pid)
        print(f"resident after {CONNECTIONS:,} requests on one connection: {warmed / 1e6:.0f} MB")
        began_asking = time.monotonic()
        held.extend(many.map(asked_one, range(CONNECTIONS)))
        taken = time.monotonic() - began_asking
    kept = resident(server.pid)
    print(f"{len(held):,} connections after a signed request each, in {taken:.0f} s: {(kept - warmed) / 1e6:+.0f} MB, {(kept - began) / 1e6:+.0f} MB in all; {answers(s3)}")
    gone = closed()
    most = max(silent, kept - warmed)
    print(f"closed meanwhile: {gone}; grew by {most / 1e6:.0f} MB at most (under {MOST_BYTES / 1e6:.0f})")
    ok = gone == 0 and most < MOST_BYTES
finally:
    for connection in held:
        connection.close()
    server.send_signal(signal.SIGTERM)
    server.wait(60)
    shutil.rmtree(work, ignore_errors=True)
sys.exit(0 if ok else 1)
