#!/bin/sh
# Start nginx with what this deployment is told: its address, its port, and TLS where there is a certificate.
set -eu

base=${PINS_BASE_URL:?}
resolver=$(awk '$1 == "nameserver" { print ($2 ~ /:/) ? "[" $2 "]" : $2; exit }' /etc/resolv.conf)
[ -e /run/secrets/tls_certificate ] && server=tls || server=plain

filled() {
  sed -e "s|@BASE@|$base|g" -e "s|@PROTO@|${base%%:*}|g" -e "s|@PORT@|${PINS_PORT:-8080}|g" \
    -e "s|@RESOLVER@|$resolver|g" "/etc/gateway/$1.conf"
}
filled nginx >/tmp/nginx.conf
filled routes >/tmp/routes.conf
filled "$server" >/tmp/server.conf
exec nginx -e /dev/stderr -c /tmp/nginx.conf -g 'daemon off;'
