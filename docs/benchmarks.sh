#!/bin/sh
# A folder of pages in, docs/benchmarks.md out: docs/benchmarks.sh [DOCS]
#
# Needs GNU time, taskset and Valgrind, and for the mock Node. Close what else is running: what is
# shown is the fastest of several runs, and a busy machine makes all of them slow.
set -eu
cd "$(dirname "$0")/.."
docs=$(realpath "${1:-tests/bookshop/pages}")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

cargo build --quiet --release --package xtask
xtask=${CARGO_TARGET_DIR:-target}/release/xtask

# Every second page.
mkdir "$scratch/half"
find "$docs" -name '*.md' -o -name '*.txt' | sort | awk 'NR % 2' | while read -r page; do
    cp "$page" "$scratch/half/"
done

# A row of the table: seconds, processor seconds and peak memory of the fastest of seven runs.
whole() {
    what=$1; pages=$2; shift 2
    for _ in 1 2 3 4 5 6 7; do
        rm -rf "$scratch/out"
        /usr/bin/time -o "$scratch/time" -f '%e %U %S %M' "$@" > "$scratch/said" 2>&1 || {
            cat "$scratch/said" >&2
            exit 1
        }
        tail -1 "$scratch/time"
    done | sort -n | head -1 | while read -r wall user sys peak; do
        cpu=$(awk "BEGIN { printf \"%.2f\", $user + $sys }")
        size=$(find "$pages" -name '*.md' -o -name '*.txt' | xargs cat | wc -c | awk '{ printf "%.1f", $1 / 1e6 }')
        count=$(find "$pages" -name '*.md' -o -name '*.txt' | wc -l)
        echo "| $what | $count | $size MB | $wall s | $cpu s | $((peak / 1024)) MiB |"
    done
}

stages() {
    DOCS=$docs "$@" cargo bench --quiet --package codegen 2>&1 | grep -v '^Timer' | sed 's/ *$//'
}

{
    cat <<'END'
# Benchmarks

Made by `docs/benchmarks.sh DOCS`, where `DOCS` is a folder of pages; without it, those of
`tests/bookshop`.

END
    echo "On $(nproc) processors ($(uname -m)), $(rustc --version | cut -d' ' -f1,2), release build, on"
    echo "$(find "$docs" -name '*.md' -o -name '*.txt' | wc -l) pages."
    cat <<'END'

## Whole runs

`xtask generate --only rust,openapi --docs DOCS --out OUT` into an empty folder, `xtask lint --docs
DOCS`, and `xtask site --docs DOCS --out OUT`: the fastest of seven. Half is every second page. Memory is the most that was resident.

| Command | Pages | Size | Time | Processor time | Memory |
| --- | ---: | ---: | ---: | ---: | ---: |
END
    only='--only rust,openapi'
    # shellcheck disable=SC2086
    whole 'generate' "$docs" "$xtask" generate $only --docs "$docs" --out "$scratch/out"
    # shellcheck disable=SC2086
    whole 'generate, half' "$scratch/half" "$xtask" generate $only --docs "$scratch/half" --out "$scratch/out"
    whole 'lint' "$docs" "$xtask" lint --docs "$docs"
    whole 'lint, half' "$scratch/half" "$xtask" lint --docs "$scratch/half"
    whole 'site' "$docs" "$xtask" site --docs "$docs" --out "$scratch/out"
    cat <<'END'

## Stages on one processor

`DOCS=folder taskset -c 0 cargo bench -p codegen`. Under each time stands how many bytes of pages
went through in a second, then what was allocated: how often, and how much. `a_pulldown_cmark_alone`
goes through the events of a Markdown parser and keeps nothing; it is what reading is measured by.

```text
END
    stages taskset -c 0
    cat <<'END'
```

## Stages on all processors

`DOCS=folder cargo bench -p codegen`. Allocations of other threads than the first are not counted.

```text
END
    stages env
    echo '```'
    cat <<'END'

## A call through the client

One `POST` that sends a store and reads one, over a connection to loopback that is there: through the
client, and by hand with reqwest, serde's derives and a time limit (`crates/generated-client/benches`).
Instructions are Callgrind's, allocations Memcheck's, of 300 calls less those of 100; the time is the
least of seven runs of 2000, and says little on a busy machine.

END
    docs/overhead.sh
    echo
    # What other scripts measure stays.
    sed -n '/^## What the compiler takes for a client$/,$p' docs/benchmarks.md
} > "$scratch/benchmarks.md"
mv "$scratch/benchmarks.md" docs/benchmarks.md
docs/benchmarks-mock.sh
