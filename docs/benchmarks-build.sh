#!/bin/sh
# What the compiler takes for a client: docs/benchmarks-build.sh DESCRIPTION PAGES MORE_DESCRIPTION MORE_PAGES
#
# DESCRIPTION is an OpenAPI document and PAGES the documentation of the same API; the other two are those of a
# larger one. Writes that part of docs/benchmarks.md. Needs GNU time, Java and Python; the generators of others are
# taken from target/tools, where `cargo xtask test --install` and `cargo xtask interop --install` put them, or
# installed there. One operation and ten are those on the first pages; the others' description is cut down to
# them and what they need.
#
# Each crate is checked and built with its dependencies built: the least of RUNS runs, which are 3.
set -eu
cd "$(dirname "$0")/.."
description=$(realpath "$1") pages=$(realpath "$2") more_description=$(realpath "$3") more_pages=$(realpath "$4")
runs=${RUNS:-3}
tools=$PWD/target/tools
target=${CARGO_TARGET_DIR:-$PWD/target}
# Where crates stand and what is built for them stays, so that dependencies are built once.
scratch=$target/clients/crates
rm -rf "$scratch"
mkdir -p "$scratch"
progenitor=$(sed -n 's/.*PROGENITOR_VERSION: &str = "\(.*\)";/\1/p' xtask/src/test/toolchains.rs)
generator=$(sed -n 's/^openapi-generator-cli==//p' xtask/tools/requirements.txt)
busy=$(cut -d ' ' -f 1 /proc/loadavg)

cargo build --quiet --package xtask
xtask=$target/debug/xtask
[ -x "$tools/progenitor/bin/cargo-progenitor" ] ||
    cargo install --quiet --locked --root "$tools/progenitor" --version "$progenitor" cargo-progenitor
[ -x "$tools/python/bin/openapi-generator-cli" ] || {
    python3 -m venv "$tools/python"
    "$tools/python/bin/pip" install --quiet -r xtask/tools/requirements.txt
}

# cut PAGES DESCRIPTION OUT: the description of the operations on these pages, and of what they need.
cut_down() {
    python3 - "$@" << 'PYTHON'
import json, pathlib, re, sys

pages, description, out = map(pathlib.Path, sys.argv[1:])
document = json.loads(description.read_text())
def shape(path):
    return re.sub(r"\{+[^}]*\}+", "{}", path)
line = re.compile(r"^(GET|POST|PUT|PATCH|DELETE) \{\{\w+\}\}([^\s?]*)(?:\?\S*)?$", re.MULTILINE)
wanted = {(method.lower(), shape(path)) for page in pages.iterdir() for method, path in line.findall(page.read_text())}
kept = {}
for path, item in document["paths"].items():
    shared = {key: value for key, value in item.items() if key in ("parameters", "servers")}
    found = {method: operation for method, operation in item.items() if (method, shape(path)) in wanted}
    if found:
        kept[path] = shared | found
document["paths"] = kept
needed, waiting = set(), [kept]
while waiting:
    for reference in re.findall(r'"\$ref": "#/components/([^"]*)"', json.dumps(waiting.pop())):
        if reference not in needed:
            needed.add(reference)
            kind, name = reference.split("/")
            waiting.append(document["components"][kind][name])
for kind, components in document.get("components", {}).items():
    if kind != "securitySchemes":
        document["components"][kind] = {name: value for name, value in components.items() if f"{kind}/{name}" in needed}
out.write_text(json.dumps(document))
PYTHON
}
# first COUNT: a folder with so many pages that have an operation.
first() {
    mkdir "$scratch/pages-$1"
    grep -lE '^(GET|POST|PUT|PATCH|DELETE) \{\{' "$pages"/* | LC_ALL=C sort | head -n "$1" |
        while read -r page; do cp "$page" "$scratch/pages-$1"; done
}
operations() {
    python3 -c 'import json, sys
paths = json.load(open(sys.argv[1]))["paths"].values()
methods = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
print(sum(method in methods for item in paths for method in item))' "$1"
}

export CARGO_TARGET_DIR="$target/clients/target"
# The least seconds of so many runs that make a crate anew, and the megabytes of that run.
timed() {
    crate=$1
    shift
    for _ in $(seq "$runs"); do
        cargo clean --quiet --package "$crate" 2> /dev/null
        CARGO_INCREMENTAL=0 command time -f '%e %M' cargo "$@" 2>&1 | tail -n 1
    done | sort -n | head -n 1 | awk '{ printf "%.1f s | %d MB", $1, $2 / 1024 }'
}
# Seconds of a check after a change of the crate's root.
again() {
    cargo check --quiet "$@" 2> /dev/null
    for _ in $(seq "$runs"); do
        echo '// changed' >> src/lib.rs
        command time -f '%e' cargo check --quiet "$@" 2>&1 | tail -n 1
    done | sort -n | head -n 1
}
# The first error in a log, on one line of a table.
first_error() {
    grep -m 1 -E '^(gen fail|error|Error|thread .* panicked|Exception)' "$1" | tr '|' '/' | cut -c 1-160 | tr -d '\n'
}
# row LABEL FOLDER OPERATIONS FEATURES...: one line of the table.
row() {
    label=$1 folder=$2 called=$3
    shift 3
    if [ ! -f "$folder/Cargo.toml" ]; then
        echo "| $label | $called | | | | makes no crate: $(first_error "$folder.log") | | | | |"
        return
    fi
    (
        cd "$folder"
        crate=$(sed -n 's/^name = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
        sources=$(find src -name '*.rs')
        # shellcheck disable=SC2086
        types=$(cat $sources | grep -cE '^ *pub (struct|enum) ' || true)
        # shellcheck disable=SC2086
        fields=$(cat $sources | grep -cE '^ *pub (r#)?[a-z_0-9]+: ' || true)
        # shellcheck disable=SC2086
        lines=$(cat $sources | wc -l)
        size="$types | $fields | $lines"
        # Of a part, these are not known.
        case $* in *--no-default-features*) size=" | | " ;; esac
        if ! cargo check --quiet "$@" > "$folder.log" 2>&1; then
            errors=$(grep -c '^error' "$folder.log" || true)
            echo "| $label | $called | $size | does not compile, with $errors errors: $(first_error "$folder.log") | | | | |"
            return
        fi
        check=$(timed "$crate" check --quiet "$@")
        incremental=$(again "$@")
        cargo build --quiet "$@" > /dev/null 2>&1
        build=$(timed "$crate" build --quiet "$@")
        rlib=$(find "$CARGO_TARGET_DIR/debug/deps" -name "lib$crate-*.rlib" -printf '%s\n' | sort -n | tail -n 1)
        echo "| $label | $called | $size | $check | $incremental s | ${build%% |*} | $((rlib / 1048576)) MB |"
    )
}
# ours NAME PAGES: our crate, under $scratch.
ours() {
    "$xtask" generate --only rust --docs "$2" --out "$scratch/$1" > "$scratch/$1.log" 2>&1 || true
    cp Cargo.lock "$scratch/$1/crates/generated-client"
    sed -i "s/^name = .*/name = \"$1\"/" "$scratch/$1/crates/generated-client/Cargo.toml"
}
# How many operations our crate was made of, as it was said: OpenAPI has one for each method of a path.
read_operations() { sed -n 's/.* \([0-9]*\) endpoints\{0,1\} .*/\1/p' "$scratch/$1.log" | head -n 1; }
# theirs NAME DESCRIPTION: the crates of the others, under $scratch.
theirs() {
    (
        cd "$scratch"
        for interface in positional builder; do
            "$tools/progenitor/bin/cargo-progenitor" progenitor -i "$2" -o "${interface}_$1" -n "${interface}_$1" \
                -v 0.1.0 --interface "$interface" > "${interface}_$1.log" 2>&1 || true
        done
        "$tools/python/bin/openapi-generator-cli" generate -g rust -i "$2" -o "generator_$1" \
            --additional-properties "packageName=generator_$1,packageVersion=0.1.0" > "generator_$1.log" 2>&1 || true
        for manifest in "positional_$1/Cargo.toml" "builder_$1/Cargo.toml" "generator_$1/Cargo.toml"; do
            [ ! -f "$manifest" ] || grep -q '^\[workspace\]' "$manifest" || echo '[workspace]' >> "$manifest"
        done
    )
}
# rows NAME PAGES DESCRIPTION: every crate for one API.
rows() {
    ours "ours_$1" "$2"
    theirs "$1" "$3"
    count=$(operations "$3")
    row "ours, all features" "$scratch/ours_$1/crates/generated-client" "$(read_operations "ours_$1")" --all-features
    row "progenitor, positional" "$scratch/positional_$1" "$count"
    row "progenitor, builder" "$scratch/builder_$1" "$count"
    row "OpenAPI Generator" "$scratch/generator_$1" "$count"
}

version=$(rustc --version | cut -d ' ' -f 2)
table() {
    echo "| Crate | Operations | Types | Fields | Lines | Check | Memory | Check again | Build | Library |"
    echo "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    for count in 1 10; do
        first "$count"
        cut_down "$scratch/pages-$count" "$description" "$scratch/description-$count.json"
        rows "$count" "$scratch/pages-$count" "$scratch/description-$count.json"
    done
    rows all "$pages" "$description"
    rows more "$more_pages" "$more_description"
    # What a program that needs one resource builds.
    crate=$scratch/ours_more/crates/generated-client
    features=$(sed -n '/^full = \[/,/^\]/s/^ *"\(.*\)",$/\1/p' "$crate/Cargo.toml")
    feature=$(echo "$features" | grep -x "${FEATURE:-propagation_stores}" || echo "$features" | head -n 1)
    calls=$(grep -c '// # async fn example' "$crate/src/generated/operations/$feature.rs" || true)
    row "ours, \`$feature\` alone" "$crate" "$calls" --no-default-features --features "reqwest,tracing,$feature"
}
heading='## What the compiler takes for a client'
# Row by row to whoever waits.
table | tee "$scratch/table" >&2
{
    sed "/^$heading\$/,\$d" docs/benchmarks.md
    cat << END
$heading

Made by \`docs/benchmarks-build.sh DESCRIPTION PAGES MORE_DESCRIPTION MORE_PAGES\`. The first description is that of a
region's API, which progenitor has as its sample, the other that of PingOne's management API; the pages are made
from them. One and ten operations are the first of the region's. Dependencies are built; runs of each: $runs, of which
the least is shown. Check again is after a change of the crate's root. Other generators' crates have no client credentials,
retries, paging or blocking calls. What does not compile is what the generator wrote, as it wrote it.

rustc $version, progenitor $progenitor, OpenAPI Generator $generator, on $(nproc) processors. When it began, other
programs made for a load of $busy.

END
    cat "$scratch/table"
    echo
    sed "1,/^$heading\$/d" docs/benchmarks.md | sed -n '/^## /,$p'
} > "$scratch/benchmarks.md"
mv "$scratch/benchmarks.md" docs/benchmarks.md
