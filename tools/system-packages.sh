#!/bin/sh
# Installs the Debian packages that are missing, or says in one sentence which are. Usage: system-packages.sh [test]
set -eu

missing=""
browser=""
need() { # command-or-path package
    command -v "$1" >/dev/null 2>&1 || [ -e "$1" ] || missing="$missing $2"
}

"${PYTHON:-python3}" -c 'import ensurepip, venv' 2>/dev/null || missing="$missing python3-venv"
if [ "${1:-}" = test ]; then
    # Without windows, at half the time; an older Debian has it in its one package.
    command -v chromium-headless-shell >/dev/null 2>&1 || browser=chromium-headless-shell
    [ "$(id -u)" = 0 ] || ! command -v chromium >/dev/null 2>&1 || browser=""
    missing="$missing${browser:+ $browser}"
    ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
    # Only the configuration of docs/front needs it: whoever may not install it has that test passed over.
    [ "$(id -u)" != 0 ] || need /usr/sbin/nginx nginx
    need /etc/ssl/certs/ca-certificates.crt ca-certificates
    [ -n "$(find /usr/share/fonts -name '*.ttf' 2>/dev/null | head -1)" ] || missing="$missing fonts-dejavu-core"
fi
[ -n "$missing" ] || exit 0

if [ "$(id -u)" != 0 ]; then
    echo "Missing Debian packages:$missing. Install them as root (apt-get install$missing), then run make again." >&2
    exit 1
fi
export DEBIAN_FRONTEND=noninteractive
# postgresql-common would start a server of its own: the tests bring one up in a folder of theirs.
mkdir -p /etc/postgresql-common
[ -e /etc/postgresql-common/createcluster.conf ] || echo "create_main_cluster = false" > /etc/postgresql-common/createcluster.conf
# Nothing that is installed here starts a service of its own.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
    trap 'rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' > "$policy"
    chmod 755 "$policy"
fi
apt-get update -q >/dev/null
apt-cache show chromium-headless-shell >/dev/null 2>&1 || missing=$(echo "$missing" | sed s/chromium-headless-shell/chromium/)
# shellcheck disable=SC2086
apt-get install -q -y --no-install-recommends $missing >/dev/null
