#!/usr/bin/env bash
# Completion and manual page as the Debian package installs them, each by the program that users have for it: try-shells.sh, inside a system
# where the package is installed. A shell that is not there is skipped. The exit code is 1 when anything failed.
set -uo pipefail
failed=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export HOME=$work
cd "$work" || exit 1

got() { # got NAME WANTED: what $work/said must have in it
  if grep -qE -- "$2" said; then echo "ok       $1"; else
    echo "FAILED   $1"
    tail -n 10 said | sed 's/^/         | /'
    failed=1
  fi
}
has() { command -v "$1" >/dev/null || { echo "skipped  $1: it is not installed"; return 1; }; }

bash --norc -c 'source /usr/share/bash-completion/completions/protobench
  for words in "protobench run ec" "protobench quick --link = wan-2" "protobench run --protocols tcp,http2,h" "protobench link run lan -- ca"; do
    read -r -a COMP_WORDS <<<"$words"
    COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
    _protobench
    echo "$words: ${COMPREPLY[*]} ;"
  done' >said 2>&1
got "bash completes a scenario" '^protobench run ec: echo ;$'
got "bash completes behind an equal sign" '^protobench quick --link = wan-2: wan-20ms ;$'
got "bash completes the last of a list" 'http2,h: tcp,http2,http1 tcp,http2,http2 tcp,http2,http3 ;$'
got "bash completes a program of the user's" '-- ca: .*\bcat\b'

if has fish; then
  fish -c 'complete -C "protobench run ec"; complete -C "protobench quick --link=wan-2"' >said 2>&1
  got "fish completes a scenario" '^echo\b'
  got "fish completes behind an equal sign" '^--link=wan-20ms\b'
fi

if has zsh; then
  # A terminal of its own, because zsh completes only what is typed.
  cat >type.zsh <<'ZSH'
zmodload zsh/zpty
zpty typed env -i PATH=$PATH HOME=$HOME TERM=dumb PS1= zsh -f -i
zpty -w typed 'fpath=(/usr/share/zsh/vendor-completions $fpath); autoload -Uz compinit; compinit -u -D; echo REA"DY"'
heard=
until_it_says() { repeat 1200 { zpty -r -t typed part && heard+=$part || sleep 0.05; [[ ${heard//[^[:print:]]/} == *$1* ]] && break } }
until_it_says READY
zpty -w -n typed $'protobench run ec\t'
until_it_says 'run echo'
zpty -w -n typed $'\C-uprotobench quick --link=wan-2\t'
until_it_says 'link=wan-20ms'
print -r -- "${heard//[^[:print:]]/}"
zpty -d typed
ZSH
  timeout 150 zsh -f type.zsh >said 2>&1
  got "zsh completes a scenario" 'run echo'
  got "zsh completes behind an equal sign" 'link=wan-20ms'
fi

if has mandoc; then
  # A page without a date is the same whenever it is made.
  mandoc -T lint -W warning /usr/share/man/man1/protobench.1.gz 2>&1 | grep -v 'missing date' >warnings
  mandoc -T utf8 /usr/share/man/man1/protobench.1.gz 2>/dev/null | sed 's/.\x08//g' >said
  [[ ! -s warnings ]] || mv warnings said
  got "the manual page, without a warning of mandoc" 'protobench quick \[protocol\.\.\.\]'
fi
if has man && has groff; then
  man --warnings=w --local-file /usr/share/man/man1/protobench.1.gz >page 2>said
  [[ -s said ]] || sed 's/.\x08//g' page >said
  got "the manual page, without a warning of groff" 'protobench link run profile'
fi
exit "$failed"
