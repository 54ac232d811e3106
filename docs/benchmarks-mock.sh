#!/bin/sh
# The bookshop's pages in, the last section of docs/benchmarks.md out: the mock beside Prism.
#
# Needs Node and curl. Both servers get the same document, the same requests and the same client in
# one run; what is shown is the fastest of three. The client takes a processor of its own.
set -eu
cd "$(dirname "$0")/.."
prism=5.16.0
autocannon=8.0.0
tools=$PWD/target/tools/benchmarks
scratch=$(mktemp -d)
server=
trap 'kill $server 2> /dev/null || true; rm -rf "$scratch"' EXIT

busy=$(cut -d ' ' -f 1 /proc/loadavg)
cargo build --quiet --release --package xtask
xtask=${CARGO_TARGET_DIR:-target}/release/xtask
export DO_NOT_TRACK=1
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$tools" \
    "@stoplight/prism-cli@$prism" "autocannon@$autocannon" > "$scratch/npm.log" 2>&1 || {
    cat "$scratch/npm.log" >&2
    exit 1
}
"$xtask" generate --only openapi --docs tests/bookshop/pages --out "$scratch/out" > "$scratch/said" 2>&1
document=$scratch/out/openapi/openapi.json

port=4719
base=http://127.0.0.1:$port/v1/environments/5d2c0c6e-6c8c-4a57-9a4f-0d7c3c1b2a10/books
book=b1f0a2c4-7d15-4e0b-8a53-3f6f5d0c1a01
cat > "$scratch/book.json" <<'END'
{"type": "Paper", "title": "Low Tide", "isbn": "9780000000101", "audience": "ADULT",
 "price": {"amount": 9.5, "currency": "EUR"}, "contributors": [{"name": "Mara Lund", "role": "AUTHOR"}],
 "details": {"pages": 96, "binding": "HARDCOVER"}}
END

start() {
    "$@" > "$scratch/server.log" 2>&1 &
    server=$!
    for _ in $(seq 100); do
        curl --silent --output /dev/null "$base/$book" && return
        sleep 0.2
    done
    cat "$scratch/server.log" >&2
    exit 1
}

stop() {
    kill "$server"
    wait "$server" 2> /dev/null || true
    server=
}

memory() {
    awk '/VmRSS/ { printf "%.1f", $2 / 1024 }' "/proc/$server/status"
}

# Processor time of the server so far, in microseconds.
spent() {
    awk -v hertz="$(getconf CLK_TCK)" '{ print ($14 + $15) * 1000000 / hertz }' "/proc/$server/stat"
}

# 10,000 requests from 64 connections: how many a second, and how many went wrong.
load() {
    node "$tools/node_modules/autocannon/autocannon.js" --json --amount 10000 --connections 64 \
        --headers 'Authorization: Bearer t' --headers 'Content-Type: application/json' "$@" 2> /dev/null |
        node -e 'const r = JSON.parse(require("fs").readFileSync(0));
            console.log(Math.round(r.requests.total / r.duration), r.errors + r.timeouts + r.non2xx, r.latency.p99)'
}

# The table row of three runs.
row() {
    server_name=$1; what=$2; shift 2
    before=$(memory)
    start=$(spent)
    load "$@" > "$scratch/runs"
    warm=$(memory)
    load "$@" >> "$scratch/runs"
    load "$@" >> "$scratch/runs"
    each=$(echo "$start $(spent)" | awk '{ printf "%.0f", ($2 - $1) / 30000 }')
    wrong=$(awk '{ sum += $2 } END { print sum }' "$scratch/runs")
    sort -rn "$scratch/runs" | head -1 | while read -r rate _ slow; do
        echo "| $server_name | $what | $rate | $slow ms | $each µs | $wrong | $before MiB | $warm MiB | $(memory) MiB |"
    done
}

{
    sed '/^## The mock$/,$d' docs/benchmarks.md
    cat <<'END'
## The mock

Made by `docs/benchmarks-mock.sh`. `cargo xtask mock` reads `tests/bookshop/pages`, Prism the OpenAPI
3.1 document made from them; each row is three times 10,000 requests from 64 connections, with the rate
of the fastest, and the server's own processor time for one request, which other programs disturb least.
Errors are replies that are no success, or none. Memory is what was resident before the first 10,000,
after them, and after all 30,000. `--stateless` keeps nothing; without it, each book that is created is
kept to be read later, which Prism does not do.

END
    echo "Prism $prism, load from autocannon $autocannon, Node $(node --version | tr -d v), on $(nproc) processors"
    echo "that servers and load share. When it began, other programs made for a load of $busy."
    cat <<'END'

| Server | Request | Requests a second | 99th percentile | Processor time of one | Errors | Memory | after 10,000 | after 30,000 |
| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
END
    for options in '' ' --stateless'; do
        # shellcheck disable=SC2086
        start "$xtask" mock --quiet --port "$port" --docs tests/bookshop/pages $options
        row "mock$options" 'read a book' "$base/$book"
        row "mock$options" 'create a book' --method POST --input "$scratch/book.json" "$base"
        stop
    done
    start node "$tools/node_modules/@stoplight/prism-cli/dist/index.js" mock --port "$port" -v silent "$document"
    row Prism 'read a book' "$base/$book"
    row Prism 'create a book' --method POST --input "$scratch/book.json" "$base"
    stop
} > "$scratch/benchmarks.md"
mv "$scratch/benchmarks.md" docs/benchmarks.md
