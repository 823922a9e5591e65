# shellcheck shell=bash disable=SC2154
# Functions of scripts/package.sh: publishes the programs and lays them out below a prefix.

# publish PROJECT NAME FOLDER: one program of the Release build that is there, with the runtime beside it. The command and its peer go into one
# folder, because they share the runtime. What tells a program where its runtime is (NAME.runtimeconfig.json, NAME.deps.json) is made anew;
# the build's own say that the runtime is the machine's.
publish() {
  local own=$root/harness/$1/obj/Release/net10.0/bundle/
  mkdir -p "$own"
  dotnet msbuild "harness/$1/$1.csproj" -nologo -verbosity:quiet \
    -target:"GenerateBuildDependencyFile;GenerateBuildRuntimeConfigurationFiles;Publish" \
    -property:Configuration=Release -property:NoBuild=true -property:BuildProjectReferences=false -property:SelfContained=true \
    -property:ProjectDepsFilePath="$own$2.deps.json" -property:ProjectRuntimeConfigFilePath="$own$2.runtimeconfig.json" \
    -property:PublishDocumentationFiles=false -property:PublishReferencesDocumentationFiles=false -property:PublishDir="$3/"
}

publish_here() { # publish_here FOLDER
  rm -rf "$1"
  publish ProtoBench protobench "$1"
  publish ProtoBench.Peer protobench-peer "$1"
  local native=$root/harness/ProtoBench.Peer.Native/bin/Release/net10.0/ahead/protobench-peer-aot
  if [[ -s $native ]]; then cp "$native" "$1/"; fi
}

# publish_other PLATFORM FOLDER: builds everything a second time, in a place of its own; the build that is there stays as it is.
publish_other() {
  local project
  rm -rf "$2"
  for project in ProtoBench ProtoBench.Peer; do
    dotnet publish "harness/$project" --configuration Release --nologo --verbosity quiet --runtime "$1" --self-contained \
      --artifacts-path "$work/build-$1" --output "$2" -property:RunAnalyzers=false -property:EnforceCodeStyleInBuild=false \
      -property:PublishDocumentationFiles=false -property:PublishReferencesDocumentationFiles=false >&2 || return 1
  done
}

# stage_prefix PUBLISHED PLATFORM FOLDER: bin/, lib/ and share/ as a prefix such as /usr/local has them.
stage_prefix() {
  local share=$3/share
  rm -rf "$3"
  mkdir -p "$3/bin" "$3/lib" "$share/man/man1" "$share/bash-completion/completions" "$share/zsh/site-functions" \
    "$share/fish/vendor_completions.d" "$share/doc/protobench/examples"
  cp -r "$1" "$3/lib/protobench"
  ln -s ../lib/protobench/protobench "$3/bin/protobench"
  "$program" man | gzip -9 --no-name >"$share/man/man1/protobench.1.gz"
  "$program" completions bash >"$share/bash-completion/completions/protobench"
  "$program" completions zsh >"$share/zsh/site-functions/_protobench"
  "$program" completions fish >"$share/fish/vendor_completions.d/protobench.fish"
  cp -r scenarios "$share/doc/protobench/examples/"
  cp -r scripts/ci "$share/doc/protobench/examples/"
  cp LICENSE "$share/doc/protobench/"
  gzip -9 --no-name <CHANGELOG.md >"$share/doc/protobench/changelog.gz"
  third_parties "$1" "$2" >"$share/doc/protobench/THIRD-PARTY.txt"
  # Packages from NuGet have whatever rights their makers had: everybody may read, and run what is a program.
  find "$3" -type d -exec chmod 755 {} +
  find "$3" -type f -exec chmod 644 {} +
  chmod 755 "$3/lib/protobench/protobench" "$3/lib/protobench/protobench-peer" "$3/lib/protobench/createdump"
  if [[ -s $3/lib/protobench/protobench-peer-aot ]]; then chmod 755 "$3/lib/protobench/protobench-peer-aot"; fi
  # What the measured program is made of must be there before somebody measures with it.
  [[ -s $3/lib/protobench/protobench-peer.dll && -s $3/lib/protobench/libcoreclr.so ]]
}

# third_parties PUBLISHED PLATFORM: what is inside that is not ours, with its licence, as its own package says; then the runtime's notices.
third_parties() {
  local packages name package_version folder spec
  packages=$(dotnet nuget locals global-packages --list | sed 's/^[^/]*//')
  echo "ProtoBench carries the following, each under its own licence."
  echo
  grep -ohE '"[A-Za-z0-9.-]+/[0-9][^"/]*": \{' "$1"/protobench.deps.json "$1"/protobench-peer.deps.json | tr -d '": {' | sort -u |
    while IFS=/ read -r name package_version; do
      folder=$packages${name,,}/$package_version
      [[ -d $folder ]] || continue # a project of ours
      spec=$(find "$folder" -maxdepth 1 -name '*.nuspec')
      printf '%s %s\n  licence: %s\n  %s\n' "$name" "$package_version" \
        "$(sed -nE 's|.*<license type="[a-z]+">([^<]*)</license>.*|\1|p' "$spec" | head -n 1)" \
        "$(sed -nE 's|.*<copyright>([^<]*)</copyright>.*|\1|p' "$spec" | head -n 1)"
    done
  local runtime
  runtime=$(find "${packages}microsoft.netcore.app.runtime.$2" -mindepth 1 -maxdepth 1 -type d | sort -V | tail -n 1)
  for name in LICENSE.TXT THIRD-PARTY-NOTICES.TXT; do
    [[ -s $runtime/$name ]] || continue
    printf '\n==== .NET runtime: %s ====\n\n' "$name"
    cat "$runtime/$name"
  done
}
