#!/bin/sh
# What the compiler takes for a client: docs/benchmarks-build.sh DESCRIPTION PAGES MORE_PAGES
#
# DESCRIPTION is an OpenAPI document and PAGES the documentation of the same API; MORE_PAGES is the
# documentation of a larger one. Prints a part of docs/benchmarks.md. Needs GNU time, Java and Python.
# Each crate is checked with its dependencies built: the least of three runs.
set -eu
cd "$(dirname "$0")/.."
description=$(realpath "$1") pages=$(realpath "$2") more=$(realpath "$3")
tools=$PWD/target/tools/benchmarks
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
progenitor=0.15.1
generator=7.26.0

busy=$(cut -d ' ' -f 1 /proc/loadavg)
cargo build --quiet --release --package xtask
xtask=${CARGO_TARGET_DIR:-$PWD/target}/release/xtask
[ -x "$tools/bin/cargo-progenitor" ] ||
    cargo install --quiet --root "$tools" --version "$progenitor" cargo-progenitor
[ -x "$tools/python/bin/openapi-generator-cli" ] || {
    python3 -m venv "$tools/python"
    "$tools/python/bin/pip" install --quiet "openapi-generator-cli==$generator"
}

"$xtask" generate --only rust --docs "$pages" --out "$scratch/ours" > /dev/null 2>&1
"$xtask" generate --only rust --docs "$more" --out "$scratch/large" > /dev/null 2>&1
ours=$scratch/ours/crates/generated-client large=$scratch/large/crates/generated-client
sed -i 's/^name = .*/name = "ours"/' "$ours/Cargo.toml"
sed -i 's/^name = .*/name = "large"/' "$large/Cargo.toml"
(cd "$scratch" && "$tools/bin/cargo-progenitor" progenitor -i "$description" -o positional -n positional -v 0.1.0 &&
    "$tools/bin/cargo-progenitor" progenitor -i "$description" -o builder -n builder -v 0.1.0 --interface builder
) > /dev/null
"$tools/python/bin/openapi-generator-cli" generate -g rust -i "$description" -o "$scratch/generator" \
    --additional-properties packageName=generator > "$scratch/generator.log" 2>&1 || true
for crate in positional builder generator; do
    [ ! -f "$scratch/$crate/Cargo.toml" ] || grep -q '^\[workspace\]' "$scratch/$crate/Cargo.toml" ||
        echo '[workspace]' >> "$scratch/$crate/Cargo.toml"
done

export CARGO_TARGET_DIR="$scratch/target"
# Seconds and megabytes of a command that makes a crate anew.
timed() {
    crate=$1
    shift
    for _ in 1 2 3; do
        cargo clean --quiet --package "$crate" 2> /dev/null
        CARGO_INCREMENTAL=0 command time -f '%e %M' cargo "$@" 2>&1 | tail -n 1
    done | sort -n | head -n 1 | awk '{ printf "%.1f s | %d MB", $1, $2 / 1024 }'
}
# Seconds of a check after a change of the crate's root.
again() {
    cargo check --quiet "$@" 2> /dev/null
    for _ in 1 2 3; do
        echo '// changed' >> src/lib.rs
        command time -f '%e' cargo check --quiet "$@" 2>&1 | tail -n 1
    done | sort -n | head -n 1
}
# row LABEL FOLDER OPERATIONS FEATURES...: one line of the table.
row() {
    label=$1 folder=$2 operations=$3
    shift 3
    (
        cd "$folder"
        crate=$(sed -n 's/^name = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
        if ! cargo check --quiet "$@" > "$scratch/check.log" 2>&1; then
            echo "| $label | does not compile: $(grep -c '^error' "$scratch/check.log") errors | | | | | | | | |"
            return
        fi
        check=$(timed "$crate" check --quiet "$@")
        incremental=$(again "$@")
        cargo build --quiet "$@" > /dev/null 2>&1
        build=$(timed "$crate" build --quiet "$@")
        rlib=$(find "$CARGO_TARGET_DIR/debug/deps" -name "lib$crate-*.rlib" -printf '%s\n' | sort -n | tail -n 1)
        sources=$(find src -name '*.rs')
        # shellcheck disable=SC2086
        types=$(cat $sources | grep -cE '^ *pub (struct|enum) ')
        # shellcheck disable=SC2086
        fields=$(cat $sources | grep -cE '^ *pub (r#)?[a-z_0-9]+: ')
        # shellcheck disable=SC2086
        lines=$(cat $sources | wc -l)
        echo "| $label | $operations | $types | $fields | $lines | $check | $incremental s | ${build%% |*} | $((rlib / 1048576)) MB |"
    )
}
# The feature of a resource that has about this many operations.
with() {
    for file in "$large"/src/generated/operations/*.rs; do
        found=$(grep -c "call::Draft::new" "$file" || true)
        echo "$((found > $1 ? found - $1 : $1 - found)) $found $(basename "$file" .rs)"
    done | sort -n | head -n 1
}
all() { cat "$1"/src/generated/operations/*.rs | grep -c "call::Draft::new"; }

version=$(rustc --version | cut -d ' ' -f 2)
echo "rustc $version, progenitor $progenitor, OpenAPI Generator $generator, on $(nproc) processors. When it began, other"
echo "programs made for a load of $busy."
echo
echo "| Crate | Operations | Types | Fields | Lines | Check | Memory | Check again | Build | Library |"
echo "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
row "ours, all features" "$ours" "$(all "$ours")" --all-features
peer=$(grep -cE '^ *pub async fn ' "$scratch/positional/src/lib.rs")
row "progenitor, positional" "$scratch/positional" "$peer"
row "progenitor, builder" "$scratch/builder" "$peer"
[ ! -f "$scratch/generator/Cargo.toml" ] || row "OpenAPI Generator" "$scratch/generator" "$peer"
row "ours, larger API" "$large" "$(all "$large")" --all-features
for wanted in 1 10; do
    found=$(with "$wanted")
    feature=${found##* } operations=$(echo "$found" | cut -d ' ' -f 2)
    row "… \`$feature\` alone" "$large" "$operations" --no-default-features --features "reqwest,tracing,$feature"
done
