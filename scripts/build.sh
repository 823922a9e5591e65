#!/usr/bin/env bash
# Builds ProtoBench (Release). Needs the .NET 10 SDK.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
command -v dotnet >/dev/null || { echo "protobench: the .NET 10 SDK is missing; see https://dotnet.microsoft.com/download or your distribution's dotnet-sdk-10.0" >&2; exit 3; }
exec dotnet build "$root/harness/ProtoBench/ProtoBench.csproj" --configuration Release --verbosity quiet --nologo
