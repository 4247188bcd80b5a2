#!/bin/sh
# What each image holds, by hash: what its service needs of pyproject.toml, in the versions that the tests run with.
set -eu
cd "$(dirname "$0")/../.."

lock() {
  service=$1
  shift
  "${UV:-uv}" pip compile --quiet pyproject.toml --extra tracing "$@" --constraints requirements-dev.lock \
    --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
    --output-file "deploy/images/$service.lock"
  printf '%-20s %s packages\n' "$service" "$(grep -c == "deploy/images/$service.lock")"
}

lock partnership_api
lock assessment_api
lock commissioning_api --extra commissioning
lock reporting_api --extra reporting
