#!/bin/bash
# Runs a command beside a PostgreSQL server of its own: with-postgres.sh COMMAND [ARG...]
# The server lives in a temporary folder, as an unprivileged user (initdb refuses root), with fsync on. POSTGRES_OPTIONS
# are options of the server.
set -euo pipefail

bin=$(find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -1)
[ -n "$bin" ] || { echo "PostgreSQL is missing: install the Debian package postgresql." >&2; exit 1; }

folder=$(mktemp -d)
as_owner=()
if [ "$(id -u)" = 0 ]; then
    as_owner=(setpriv --reuid=postgres --regid=postgres --clear-groups)
    chown postgres:postgres "$folder"
fi
stop() {
    "${as_owner[@]}" "$bin/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null 2>&1 || true
    rm -rf "$folder"
}
trap stop EXIT

cd "$folder"
"${as_owner[@]}" "$bin/initdb" -D "$folder/data" -U massicot -A trust -E UTF8 --locale=C.UTF-8 >"$folder/initdb.log" 2>&1 ||
    { cat "$folder/initdb.log" >&2; exit 1; }
"${as_owner[@]}" "$bin/pg_ctl" -D "$folder/data" -w -l "$folder/data/server.log" \
    -o "-k $folder -c listen_addresses='' -c max_connections=200 ${POSTGRES_OPTIONS:-}" start >/dev/null
cd "$OLDPWD"
"$bin/createdb" -h "$folder" -U massicot massicot
MASSICOT_DATABASE_URL="postgresql://massicot@/massicot?host=$folder" MASSICOT_POSTGRES_DATA="$folder/data" "$@"
