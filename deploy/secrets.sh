#!/bin/sh
# Make what deploy/compose.yaml keeps secret, each at random, in deploy/secrets (or the folder that is named).
# What is there already stays as it is. Nothing of it belongs into a repository.
set -eu
cd "$(dirname "$0")"
folder=${1:-secrets}

# Only the owner gets into the folder; the files can be read by whoever they are mounted for in a container.
umask 077
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)

random() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }
keep() {
  [ ! -e "$folder/$1" ] || return 0
  rm -f "$folder/.new"
  cat >"$folder/.new"
  chmod 444 "$folder/.new"
  mv -f "$folder/.new" "$folder/$1"
}

random | keep postgres_password
for service in partnership assessment commissioning reporting; do
  echo "postgresql://pins_$service:$(random)@postgres:5432/pins_$service" | keep "${service}_database_url"
  echo "postgresql://pins_${service}_owner:$(random)@postgres:5432/pins_$service" | keep "${service}_owner_url"
done
for service in assessment commissioning reporting; do
  random | keep "${service}_client_secret"
done
random | keep dashboard_client_secret
random | keep pseudonym_secret
random | keep sign_in_secret
random | keep grafana_password
# As Fernet wants its keys: 32 bytes in the alphabet of web addresses.
head -c 32 /dev/urandom | base64 | tr '+/' '-_' | keep webhook_keys

scopes=
for service in partnership assessment commissioning reporting; do
  scopes="$scopes${scopes:+ }$service:read $service:write"
done
identity() {
  clients= people=
  for service in assessment commissioning reporting; do
    clients="$clients${clients:+,}
    {\"client_id\": \"service-$service\", \"client_secret\": \"$(cat "$folder/${service}_client_secret")\",\
 \"org\": \"service:$service\", \"scope\": \"partnership:read assessment:read commissioning:read\"}"
  done
  while read -r name org; do
    case $name in '' | '#'*) continue ;; esac
    clients="$clients,
    {\"client_id\": \"$name\", \"client_secret\": \"$(random)\", \"org\": \"$org\", \"scope\": \"$scopes\"}"
    people="$people${people:+,}
    {\"name\": \"$name\", \"password\": \"$(random)\", \"org\": \"$org\"}"
  done <issuer/organisations
  cat <<JSON
{
  "registration_token": "$(random)",
  "cookie_key": "$(random)",
  "dashboard_secret": "$(cat "$folder/dashboard_client_secret")",
  "clients": [$clients
  ],
  "people": [$people
  ]
}
JSON
}
[ -e "$folder/identity" ] || identity | keep identity
echo "The secrets are in $folder."
