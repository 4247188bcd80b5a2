#!/bin/sh
# Redocly's `recommended` rules over every OpenAPI document and Spectral's `oas` rules over the one that holds them all:
# not one warning allowed. Documents that were found clean are not looked at again.
# Where Node.js is absent it says so and lets the check go on: CI has it.
set -eu
here=$(dirname "$0")
tools=.cache/lint
documents="docs/openapi.json services/*/openapi.json"
if ! command -v npm >/dev/null 2>&1; then
  echo "The OpenAPI documents were not linted: Node.js 20 with npm is not on this machine."
  exit 0
fi
mkdir -p "$tools"
# shellcheck disable=SC2086 # a list of paths without spaces
now=$(cat $documents "$here"/*.yaml "$here"/.*.yaml "$here/package-lock.json" "$0" | cksum)
[ "$(cat "$tools/clean" 2>/dev/null)" != "$now" ] || exit 0
if ! cmp -s "$here/package-lock.json" "$tools/installed.json"; then
  cp "$here/package.json" "$here/package-lock.json" "$tools/"
  npm ci --prefix "$tools" --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
  cp "$here/package-lock.json" "$tools/installed.json"
fi
export REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true
status=0
# A warning leaves Redocly's exit status at 0; its standard output is empty only when there is none.
# shellcheck disable=SC2086
"$tools/node_modules/.bin/redocly" lint --config "$here/redocly.yaml" --format=stylish $documents \
  >"$tools/found" 2>"$tools/redocly.log" || status=1
[ ! -s "$tools/found" ] || status=1
[ "$status" = 0 ] || cat "$tools/found" "$tools/redocly.log"
"$tools/node_modules/.bin/spectral" lint --ruleset "$here/spectral.yaml" --fail-severity=hint --quiet docs/openapi.json ||
  status=1
[ "$status" != 0 ] || echo "$now" >"$tools/clean"
exit "$status"
