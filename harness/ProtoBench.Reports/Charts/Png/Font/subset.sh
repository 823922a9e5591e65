#!/usr/bin/env bash
# Makes the two font files beside it, which charts as pictures are written with. Needs Debian's fonttools and fonts-dejavu-core (2.37).
# Latin, Greek and Cyrillic with what figures need (µ, ×, –, …, arrows); no hinting, no layout tables: Skia draws at twice the size, unshaped.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
for face in DejaVuSans DejaVuSans-Bold; do
  SOURCE_DATE_EPOCH=0 pyftsubset "/usr/share/fonts/truetype/dejavu/$face.ttf" --output-file="$face.subset.ttf" \
    --unicodes=U+0020-007E,U+00A0-024F,U+0370-03FF,U+0400-045F,U+0490-0491,U+2010-2027,U+2030-2044,U+2070-209C,U+20AC,U+2116,U+2122,U+2190-2195,U+21D0-21D5,U+2202-220F,U+2211-2215,U+221A,U+221E,U+2248,U+2260-2265,U+2500-257F,U+2580-25FF,U+2605,U+2606,U+2713-2718,U+FFFD \
    --layout-features= --no-hinting --notdef-outline --name-IDs=0,1,2,4,5,6,13,14 --drop-tables+=FFTM,GDEF,GPOS,GSUB,kern --no-recalc-timestamp
done
