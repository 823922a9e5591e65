# shellcheck shell=bash disable=SC2154
# Functions of scripts/package.sh: one for each kind of package.

made() { echo "made ${1#"$root"/} ($(du -h "$1" | cut -f 1))"; }

make_tool() {
  rm -rf "$work/tool" "$work/nupkg"
  dotnet pack harness/ProtoBench --configuration Release --no-build --nologo --verbosity quiet --output "$work/nupkg" \
    -property:PackAsTool=true -property:RuntimeIdentifier="$here" -property:PublishDir="$work/tool/" \
    -property:PublishDocumentationFiles=false -property:PublishReferencesDocumentationFiles=false
  mv "$work/nupkg/protobench.$version.nupkg" "$artifacts/"
  made "$artifacts/protobench.$version.nupkg"
}

make_tarball() { # make_tarball STAGE PLATFORM
  local file=$artifacts/protobench-$version-$2.tar.gz
  tar --create --directory "$work" --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$epoch" "$(basename "$1")" |
    gzip --no-name "-$level" >"$file"
  made "$file"
}

make_deb() { # make_deb STAGE PLATFORM
  local architecture=amd64 folder=$work/deb-$2 documents file
  [[ $2 == linux-x64 ]] || architecture=arm64
  documents=$folder/usr/share/doc/protobench
  rm -rf "$folder"
  mkdir -p "$folder/usr" "$folder/DEBIAN"
  # The prefix is /usr; only zsh looks elsewhere there for what comes with packages. Links, so that nothing is copied twice.
  cp --archive --link "$1"/. "$folder/usr/"
  mv "$folder/usr/share/zsh/site-functions" "$folder/usr/share/zsh/vendor-completions"
  {
    printf 'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\nUpstream-Name: ProtoBench\n\n'
    printf 'Files: *\nCopyright: %s\nLicense: Expat\n' "$(sed -n 's/^Copyright (c) //p' LICENSE)"
    sed -n '/^Permission is/,$p' LICENSE | sed -e 's/^$/./' -e 's/^/ /'
    printf 'Comment: What is inside from others, and under which licences, is in THIRD-PARTY.txt beside this file.\n'
  } >"$documents/copyright"
  rm "$documents/LICENSE"
  # libc6: what .NET's own native parts need. It is told not to use ICU. It loads OpenSSL when TLS is used, hence no shlibdeps.
  {
    printf 'Package: protobench\nVersion: %s\nArchitecture: %s\nMaintainer: The ProtoBench authors <protobench@localhost>\n' \
      "$version" "$architecture"
    printf 'Installed-Size: %s\nSection: net\nPriority: optional\n' "$(du -sk --apparent-size "$folder/usr" | cut -f 1)"
    printf 'Depends: libc6 (>= 2.27), libgcc-s1, libstdc++6, libssl3t64 | libssl3, util-linux\n'
    printf 'Recommends: ca-certificates, iproute2, libngtcp2-crypto-gnutls8 | libngtcp2-crypto-gnutls2, libnghttp3-9 | libnghttp3-3\n'
    printf 'Suggests: curl, iperf3\n'
    printf 'Description: which protocol should carry this traffic on this network?\n'
    printf ' ProtoBench compares TCP, UDP, Unix sockets, HTTP/1.1, HTTP/2, HTTP/3, QUIC,\n'
    printf ' WebSocket and gRPC with fresh pairs of client and server processes, over\n'
    printf ' loopback or an emulated network, and says what became slower.\n'
    printf ' .\n HTTP/3 and QUIC need the recommended libraries; emulated links by netem need\n iproute2.\n'
  } >"$folder/DEBIAN/control"
  (cd "$folder" && find usr -type f -exec md5sum {} +) >"$folder/DEBIAN/md5sums"
  chmod 644 "$documents/copyright" "$folder/DEBIAN/md5sums" "$folder/DEBIAN/control"
  find "$folder" -type d -exec chmod 755 {} +
  file=$artifacts/protobench_${version}_$architecture.deb
  local packed=(-Zxz -z2)
  [[ $level -gt 1 ]] || packed=(-Znone)
  SOURCE_DATE_EPOCH=$epoch dpkg-deb --root-owner-group "${packed[@]}" --build "$folder" "$file" >/dev/null
  made "$file"
}

make_container() {
  local folder=$artifacts/container file
  if [[ " ${platforms[*]} " != *" $here "* ]]; then
    echo "package.sh: no container, because the image is of this machine's platform, $here" >&2
    return
  fi

  rm -rf "$folder"
  mkdir -p "$folder"
  cp scripts/package/Containerfile scripts/install-quic.sh "$folder/"
  cp "$artifacts/protobench-$version-$here.tar.gz" "$folder/protobench.tar.gz"
  # The file names nothing that is not beside it; whether the image builds, only podman or docker can say.
  while read -r file; do
    [[ -e $folder/$file ]] || { echo "package.sh: the Containerfile wants $file, which is not in $folder" >&2; return 1; }
  done < <(sed -nE 's/^(COPY|ADD) ([^ ]+) .*/\2/p' "$folder/Containerfile")
  echo "made ${folder#"$root"/}/ (not built into an image; podman build --tag protobench ${folder#"$root"/} does)"
}
