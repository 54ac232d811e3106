#!/bin/sh
# The bookshop's pages in, a section of docs/benchmarks.md out: how long after a page is saved the
# mock and the OpenAPI document know of it.
#
# Needs curl, and GNU's date for the milliseconds.
set -eu
cd "$(dirname "$0")/.."
scratch=$(mktemp -d)
trap 'kill $servers 2> /dev/null || true; rm -rf "$scratch"' EXIT
servers=

busy=$(cut -d ' ' -f 1 /proc/loadavg)
cargo build --quiet --release --package xtask
xtask=${CARGO_TARGET_DIR:-target}/release/xtask
cp -r tests/bookshop "$scratch/set"
page=$scratch/set/pages/create-book-paper.md
cp "$page" "$scratch/before.md"
# A row of a type, so that a value of another type is refused as soon as the row is known.
sed '/^> | `subtitle`/{p;s/`subtitle`/`shelfmark`/;s/String /Integer/}' "$page" > "$scratch/after.md"
cat > "$scratch/book.json" <<'END'
{"type": "Paper", "title": "Low Tide", "isbn": "9780000000101", "audience": "ADULT", "shelfmark": "12",
 "price": {"amount": 9.5, "currency": "EUR"}, "contributors": [{"name": "Mara Lund", "role": "AUTHOR"}],
 "details": {"pages": 96, "binding": "HARDCOVER"}}
END

port=4720
status() {
    curl --silent --output /dev/null --write-out '%{http_code}' --header 'Authorization: Bearer t' \
        --header 'Content-Type: application/json' --data "@$scratch/book.json" \
        "http://127.0.0.1:$port/v1/environments/e/books" || true
}
answers() { test "$(status)" = "$1"; }
knows() { grep -q '"shelfmark"' "$scratch/out/openapi/openapi.json"; }
forgot() { ! knows; }

# How many milliseconds until a command succeeds; ten seconds are too long.
until_so() {
    from=$(date +%s%3N)
    until "$@"; do
        test $(($(date +%s%3N) - from)) -lt 10000 || { echo "never: $*" >&2; exit 1; }
        sleep 0.005
    done
    echo $(($(date +%s%3N) - from))
}
save() { cp "$scratch/$1.md" "$scratch/new" && mv "$scratch/new" "$page"; }

"$xtask" generate --watch --docset "$scratch/set/docset.toml" --out "$scratch/out" > "$scratch/generate.log" 2>&1 &
servers=$!
"$xtask" mock --quiet --port "$port" --docs "$scratch/set/pages" > "$scratch/mock.log" 2>&1 &
servers="$servers $!"
until_so answers 201 > /dev/null
until_so test -s "$scratch/out/openapi/openapi.json" > /dev/null

for _ in 1 2 3 4 5 6 7; do
    sleep 1
    save after
    until_so answers 400 >> "$scratch/mock"
    save before
    until_so answers 201 > /dev/null
    until_so forgot > /dev/null
    sleep 1
    save after
    until_so knows >> "$scratch/generate"
    save before
    until_so answers 201 > /dev/null
    until_so forgot > /dev/null
done

row() {
    sort -n "$scratch/$1" | awk -v what="$2" '{ of[NR] = $1 }
        END { printf "| %s | %d ms | %d ms | %d ms |\n", what, of[1], of[(NR + 1) / 2], of[NR] }'
}

{
    sed '/^## A page that is saved$/,$d; /^## The mock$/,$d' docs/benchmarks.md
    cat <<END
## A page that is saved

Made by \`docs/benchmarks-watch.sh\`. While \`generate --watch\` and \`mock\` run on the bookshop's pages, one of
them is saved with a new row. What is shown is the time until the mock refuses a value of another type than
the row's, and until the property is in \`openapi.json\`, of seven times each. When it began, other programs
made for a load of $busy.

| Until | Least | Median | Most |
| --- | ---: | ---: | ---: |
END
    row mock 'the mock knows the row'
    row generate 'the document has it'
    echo
    sed -n '/^## The mock$/,$p' docs/benchmarks.md
} > "$scratch/benchmarks.md"
mv "$scratch/benchmarks.md" docs/benchmarks.md
