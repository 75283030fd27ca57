#!/usr/bin/env bash
# Brings PublicAPI.Unshipped.txt of one library in line with its code: adds what is new (RS0016), removes what is gone (RS0017).
# Usage: eng/public-api.sh src/Weir.Core
set -euo pipefail
project=$1
api=$project/PublicAPI.Unshipped.txt
log=$(mktemp)
dotnet build "$project" -c Release --no-incremental -p:TreatWarningsAsErrors=false -p:BuildProjectReferences=${REFERENCES:-true} >"$log" 2>&1 || true
symbols() { grep -F "$project/" "$log" | sed -nE "s/.*(warning|error) $1: Symbol '(.*)' is (not )?part of.*/\2/p" | sort -u; }
gone=$(mktemp); symbols RS0017 >"$gone"
{ echo '#nullable enable'; { grep -v '^#nullable' "$api" | grep -vxFf "$gone" || true; symbols RS0016; } | LC_ALL=C sort -u; } | sed '/^$/d' >"$api.new"
mv "$api.new" "$api"
rm -f "$log" "$gone"
