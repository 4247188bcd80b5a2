#!/bin/sh
# Build the four images and say how large they are. PYTHON_IMAGE: what they stand on; DOCKER: the engine's command;
# IMAGE_FLAGS: more for `docker build`, such as --network host; IMAGE_TAG: instead of the version.
set -eu
cd "$(dirname "$0")/../.."
docker=${DOCKER:-docker}
base=${PYTHON_IMAGE:-python:3.11-slim-bookworm}
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' pyproject.toml)
tag=${IMAGE_TAG:-$version}
revision=$(git describe --always --dirty --abbrev=40 --exclude='*' 2>/dev/null || echo unknown)
services="partnership_api assessment_api commissioning_api reporting_api"
megabytes() { awk -v bytes="$1" 'BEGIN { printf "%.0f MB", bytes / 1000000 }'; }
size() { "$docker" image inspect --format '{{.Size}}' "$1"; }

for service in $services; do
  echo "Building pins/$service:$tag" >&2
  # shellcheck disable=SC2086 # several flags are several words
  "$docker" build --file deploy/Dockerfile ${IMAGE_FLAGS:-} --build-arg PYTHON_IMAGE="$base" \
    --build-arg SERVICE="$service" --build-arg VERSION="$version" --build-arg REVISION="$revision" \
    --tag "pins/$service:$tag" . >"${TMPDIR:-/tmp}/pins-image-$$.log" 2>&1 \
    || { tail -n 30 "${TMPDIR:-/tmp}/pins-image-$$.log" >&2; exit 1; }
done
rm -f "${TMPDIR:-/tmp}/pins-image-$$.log"

printf '%-40s %10s   %s\n' "Image" "Size" "Over $base"
for service in $services; do
  whole=$(size "pins/$service:$tag")
  printf '%-40s %10s   %s\n' "pins/$service:$tag" "$(megabytes "$whole")" "$(megabytes $((whole - $(size "$base"))))"
done
