#!/usr/bin/env bash
# The main job: builds ProtoBench and compares the protocols that run in plain text in about a minute. Arguments go to 'protobench quick',
# such as protocol names.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
"$root/scripts/install-quic.sh"
"$root/scripts/build.sh"
cd "$root"
exec "$root/scripts/protobench" quick "$@"
