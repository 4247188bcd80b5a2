#!/bin/sh
# Once, when the cluster is made: for each service a database, the role that owns it and migrates, and the role it works
# as. What the second may do, `migrate` grants. The passwords are those of the addresses in the secrets.
set -eu

password_in() { sed -n 's|^postgresql://[^:]*:\([^@]*\)@.*|\1|p' "/run/secrets/$1"; }

for service in partnership assessment commissioning reporting; do
  psql --no-psqlrc --quiet --username "${POSTGRES_USER:-postgres}" --dbname postgres --set ON_ERROR_STOP=1 \
    --set name="pins_$service" --set owner="pins_${service}_owner" \
    --set owner_password="$(password_in "${service}_owner_url")" \
    --set service_password="$(password_in "${service}_database_url")" <<'SQL'
create role :"owner" login password :'owner_password';
create role :"name" login password :'service_password';
create database :"name" owner :"owner";
revoke all on database :"name" from public;
SQL
  psql --no-psqlrc --quiet --username "${POSTGRES_USER:-postgres}" --dbname "pins_$service" --set ON_ERROR_STOP=1 \
    --set owner="pins_${service}_owner" <<'SQL'
alter schema public owner to :"owner";
revoke all on schema public from public;
SQL
done
psql --no-psqlrc --quiet --username "${POSTGRES_USER:-postgres}" --dbname postgres --set ON_ERROR_STOP=1 \
  --command 'revoke all on database postgres from public' --command 'revoke all on database template1 from public'
