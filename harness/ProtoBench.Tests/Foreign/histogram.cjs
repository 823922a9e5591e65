// Reads one JSON request from standard input, answers it with hdr-histogram-js as JSON on standard output.
//   {"decode": text, "percentiles": [...], "unit": n}  ->  {"count", "values", "buckets": [[highest value, count]], "hgrm"}
//   {"encode": [[value, count], ...], "digits": d, "lowest": l, "highest": h}  ->  {"text"}
"use strict";
const hdr = require("hdr-histogram-js");
const request = JSON.parse(require("fs").readFileSync(0, "utf8"));

function decode() {
  const histogram = hdr.decodeFromCompressedBase64(request.decode, 64);
  const buckets = [];
  const iterator = histogram.recordedValuesIterator;
  for (iterator.reset(); iterator.hasNext();) {
    const bucket = iterator.next();
    buckets.push([bucket.valueIteratedTo, bucket.countAtValueIteratedTo]);
  }
  return {
    count: histogram.totalCount,
    values: request.percentiles.map(p => histogram.getValueAtPercentile(p)),
    buckets,
    hgrm: histogram.outputPercentileDistribution(5, request.unit),
  };
}

function encode() {
  const histogram = hdr.build({
    bitBucketSize: 64,
    autoResize: false,
    lowestDiscernibleValue: request.lowest,
    highestTrackableValue: request.highest,
    numberOfSignificantValueDigits: request.digits,
  });
  for (const [value, count] of request.encode) {
    histogram.recordValueWithCount(value, count);
  }
  return { text: hdr.encodeIntoCompressedBase64(histogram) };
}

process.stdout.write(JSON.stringify(request.encode ? encode() : decode()));
