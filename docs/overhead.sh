#!/bin/sh
# What a call through the client takes, beside the same call by hand: docs/overhead.sh
#
# Prints a part of docs/benchmarks.md. Needs Valgrind. Instructions and allocations are what 300
# calls take more than 100, by 200: starting up and connecting is in neither. Both sides of a call are on
# one processor, since waking another up takes longer than the call, and differs each time.
set -eu
cd "$(dirname "$0")/.."
scratch=$(mktemp -d)
cargo bench --quiet --package pingone --bench overhead --no-run --message-format=json 2>/dev/null |
    grep -o '"executable":"[^"]*overhead[^"]*"' | cut -d'"' -f4 > "$scratch/program"
program=$(cat "$scratch/program")
taskset -c 0 "$program" serve > "$scratch/url" &
server=$!
trap 'kill $server; rm -rf "$scratch"' EXIT
while [ ! -s "$scratch/url" ]; do sleep 0.1; done
url=$(cat "$scratch/url")

# The least of three runs: how often a socket has to be asked again is chance.
instructions() {
    for _ in 1 2 3; do
        valgrind --tool=callgrind --callgrind-out-file=/dev/null "$program" "$1" "$url" "$2" 2>&1 |
            awk '/Collected/ { print $NF }'
    done | sort -n | head -n 1
}
allocations() {
    valgrind "$program" "$1" "$url" "$2" 2>&1 | awk '/total heap usage/ { gsub(",", ""); print $5 }'
}
microseconds() {
    for _ in 1 2 3 4 5 6 7; do taskset -c 0 "$program" "$1" "$url" 2000; done | sort -n | head -n 1
}
row() {
    few=$(instructions "$1" 100) many=$(instructions "$1" 300)
    all=$(( ($(allocations "$1" 300) - $(allocations "$1" 100)) / 200 ))
    echo "$(( (many - few) / 200 )) $all $(microseconds "$1")"
}
hand=$(row hand)
ours=$(row client)
echo "$hand $ours" | awk '{
    print "| Call | Instructions | Allocations | Time |"
    print "| --- | ---: | ---: | ---: |"
    printf "| by hand | %d | %d | %.0f µs |\n", $1, $2, $3
    printf "| through the client | %d | %d | %.0f µs |\n", $4, $5, $6
    printf "| more | %.1f %% | %.1f %% | |\n", ($4 - $1) * 100 / $1, ($5 - $2) * 100 / $2
}'
