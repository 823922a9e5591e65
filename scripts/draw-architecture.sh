#!/usr/bin/env bash
# Draws the projects and who references whom as docs/architecture.svg: scripts/draw-architecture.sh [FILE, or - for standard output] [ROOT]
# Everything in it is read from the project files: references, descriptions, folders.
# Tests, benchmarks and references that follow from others are left out.
set -euo pipefail
export LC_ALL=C
root=${2:-$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)}
target=${1:-$root/docs/architecture.svg}

facts() { # one line a fact: kind, project, and its text
  local project name flat
  for project in "$root"/servers/*/*.csproj "$root"/harness/*/*.csproj; do
    name=$(basename "$project" .csproj)
    [[ $name == *Tests || $name == *Benchmarks || $name == '*' ]] && continue
    flat=$(sed -e 's/<!--.*-->//' "$project" | tr '\n' ' ')
    printf 'project\t%s\t%s\n' "$name" "$(basename "$(dirname "$(dirname "$project")")")"
    grep -o '<Description>[^<]*' <<<"$flat" | sed -e "s/^<Description>/says\t$name\t/" || true
    if [[ $flat == *'<OutputType>Exe'* ]]; then
      printf 'program\t%s\t%s\n' "$name" "$(grep -o '<AssemblyName>[^<]*' <<<"$flat" | sed -e 's/.*>//')"
    fi
    # What is started and not called is no reference of the code.
    grep -o '<ProjectReference [^>]*>' <<<"$flat" | while read -r reference; do
      kind=calls
      [[ $reference == *'ReferenceOutputAssembly="false"'* ]] && kind=starts
      printf '%s\t%s\t%s\n' "$kind" "$name" "$(sed -e 's/.*Include="\([^"]*\)".*/\1/' -e 's|.*[/\\]||' -e 's/\.csproj$//' <<<"$reference")"
    done || true
    (cd "$(dirname "$project")" && find . -mindepth 2 -name '*.cs' -not -path './obj/*' -not -path './bin/*') |
      cut -d/ -f2 | sort -u | sed -e "s/^/room\t$name\t/"
  done
}

draw() {
  awk -F '\t' '
    $1 == "project" { names[count++] = $2; folder[$2] = $3 }
    $1 == "says" { says[$2] = $3 }
    $1 == "program" { program[$2] = $3 }
    $1 == "calls" || $1 == "starts" { kind[$2, $3] = $1 }
    $1 == "room" { rooms[$2] = rooms[$2] (rooms[$2] == "" ? "" : ", ") $3 }

    function calls(from, to) { return ((from, to) in kind) && kind[from, to] == "calls" }

    # A floor is one above the highest one that it calls or starts.
    function floorOf(name, depth,    i, below, found) {
      if (depth > count) { print "a circle of project references goes through " name > "/dev/stderr"; broken = 1; return 0 }
      found = 0
      for (i = 0; i < count && !broken; i++) {
        if ((name, names[i]) in kind) { below = floorOf(names[i], depth + 1) + 1; if (below > found) found = below }
      }
      return found
    }

    # Does a way of references lead from one to the other?
    function reaches(from, to,    i) {
      if (from == to) return 1
      for (i = 0; i < count; i++) if (calls(from, names[i]) && reaches(names[i], to)) return 1
      return 0
    }

    function follows(from, to,    i) {
      for (i = 0; i < count; i++) if (names[i] != to && calls(from, names[i]) && reaches(names[i], to)) return 1
      return 0
    }

    function escaped(text) { gsub(/&/, "\\&amp;", text); gsub(/</, "\\&lt;", text); return text }

    # The text in lines of at most so many characters.
    function fold(text, most, lines,    words, n, i, line, made) {
      n = split(text, words, " "); made = 0; line = ""
      for (i = 1; i <= n; i++) {
        if (line != "" && length(line " " words[i]) > most) { lines[made++] = line; line = words[i] }
        else line = line (line == "" ? "" : " ") words[i]
      }
      if (line != "") lines[made++] = line
      return made
    }

    function box(name,    x, y, i, n, lines, line) {
      x = left[name]; y = top[name]
      printf "<g class=\"%s%s\">", folder[name], (name in program) ? " program" : ""
      printf "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"6\"/>\n", x, y, width, height
      printf "<text class=\"name\" x=\"%d\" y=\"%d\">%s</text>\n", x + 12, y + 22, escaped(name)
      if (name in program) {
        printf "<text class=\"runs\" x=\"%d\" y=\"%d\">%s</text>\n", x + width - 12, y + 22, escaped(program[name])
      }
      line = 0
      n = fold(says[name], 44, lines)
      for (i = 0; i < n; i++) printf "<text x=\"%d\" y=\"%d\">%s</text>\n", x + 12, y + 42 + 16 * line++, escaped(lines[i])
      n = fold(rooms[name], 46, lines)
      for (i = 0; i < n; i++) printf "<text class=\"room\" x=\"%d\" y=\"%d\">%s</text>\n", x + 12, y + 44 + 16 * line++, escaped(lines[i])
      print "</g>"
    }

    END {
      width = 300; gap = 24; rise = 52; edge = 16; key = 40
      for (i = 0; i < count; i++) {
        n = fold(says[names[i]], 44, lines) + fold(rooms[names[i]], 46, lines)
        if (n > most) most = n
      }
      height = 42 + 16 * most
      for (i = 0; i < count; i++) for (j in kind) {
        split(j, pair, SUBSEP)
        if (pair[1] != names[i] || pair[2] in folder) continue
        print names[i] " references " pair[2] ", which is no project here" > "/dev/stderr"
        broken = 1
      }
      for (i = 0; i < count && !broken; i++) {
        level[names[i]] = floorOf(names[i], 0)
        if (level[names[i]] > highest) highest = level[names[i]]
        if (++wide[level[names[i]]] > widest) widest = wide[level[names[i]]]
      }
      if (broken) exit 1
      across = 2 * edge + widest * width + (widest - 1) * gap
      down = 2 * edge + key + (highest + 1) * height + highest * rise

      # From the bottom up: who stands on the left stays there, as far as what it stands on tells.
      for (l = 0; l <= highest; l++) {
        here = 0
        for (i = 0; i < count; i++) if (level[names[i]] == l) {
          sum = 0; n = 0
          for (j = 0; j < count; j++) if ((names[i], names[j]) in kind && level[names[j]] < l) { sum += middle[names[j]]; n++ }
          place = (n ? sum / n : across / 2) + (folder[names[i]] == "servers" ? -1 : 0)
          for (k = here++; k > 0 && wanted[k - 1] > place; k--) { row[k] = row[k - 1]; wanted[k] = wanted[k - 1] }
          row[k] = names[i]; wanted[k] = place
        }
        x = (across - here * width - (here - 1) * gap) / 2
        for (k = 0; k < here; k++) {
          left[row[k]] = x + k * (width + gap); middle[row[k]] = left[row[k]] + width / 2
          top[row[k]] = edge + (highest - l) * (height + rise)
        }
      }

      printf "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\"", across, down, across, down
      print " role=\"img\" aria-label=\"The projects of ProtoBench and what each references\">"
      print "<style>"
      print "text{font:12px system-ui,-apple-system,\"Segoe UI\",Roboto,\"Helvetica Neue\",Arial,sans-serif;fill:#1b1e24}"
      print ".name{font-weight:600;font-size:14px}.runs{font-family:ui-monospace,monospace;text-anchor:end}"
      print ".room,.runs,.key{fill:#59606b}.paper{fill:#fff}"
      print ".harness rect{fill:#eef4fb;stroke:#7fa8d1}.servers rect{fill:#eef7f0;stroke:#7db58f}.program rect{stroke-width:3}"
      print "path{fill:none;stroke:#6b7480;stroke-width:1.5}.starts{stroke-dasharray:5 4}.head{fill:#6b7480;stroke:none}"
      print "@media (prefers-color-scheme:dark){text{fill:#e9ebef}.room,.runs,.key{fill:#a3abb7}.paper{fill:#14171c}"
      print "path{stroke:#8d96a3}.head{fill:#8d96a3}"
      print ".harness rect{fill:#1a2430;stroke:#44688c}.servers rect{fill:#1a2a20;stroke:#43755a}}"
      print "</style>"
      print "<defs><marker id=\"head\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" orient=\"auto\""
      print " markerUnits=\"userSpaceOnUse\"><path class=\"head\" d=\"M0 0L8 4L0 8Z\"/></marker></defs>"
      printf "<rect width=\"%d\" height=\"%d\" class=\"paper\"/>\n", across, down
      for (i = 0; i < count; i++) for (j = 0; j < count; j++) if ((names[i], names[j]) in kind) {
        how = kind[names[i], names[j]]
        if (how == "calls" && follows(names[i], names[j])) continue
        aside = (middle[names[j]] - middle[names[i]]) / 8
        from = middle[names[i]] + aside; to = middle[names[j]] - aside
        y = top[names[i]] + height; end = top[names[j]]; bend = (end - y) / 2
        printf "<path class=\"%s\" marker-end=\"url(#head)\"", how
        printf " d=\"M%d %dC%d %d %d %d %d %d\">", from, y, from, y + bend, to, end - bend, to, end
        printf "<title>%s %s %s</title></path>\n", names[i], how, names[j]
      }
      for (i = 0; i < count; i++) box(names[i])
      printf "<text class=\"key\" x=\"%d\" y=\"%d\">", edge, down - edge
      printf "Arrow: references. Broken arrow: starts as a process. Thick frame: a program."
      print " Blue: harness/. Green: servers/. Below each description: its folders.</text>\n</svg>"
    }'
}

# Only a whole picture replaces the old one.
made=$(facts | draw)
if [[ $target == - ]]; then printf '%s\n' "$made"; else printf '%s\n' "$made" >"$target"; fi
