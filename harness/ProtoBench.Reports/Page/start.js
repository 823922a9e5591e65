// Everything that only works with a script appears now.

document.body.append(tip);
document.querySelectorAll("svg[role=img]").forEach(watch);
document.querySelectorAll("table.sortable").forEach(makeSortable);
addEventListener("scroll", follow, { passive: true });

const choices = bar.querySelector(".choices");
if (choices !== null) choices.hidden = selects.length === 0;
for (const select of selects) {
  select.addEventListener("change", () => {
    apply();
    writeHash();
  });
}

for (const toggle of toggles) {
  toggle.button.addEventListener("click", () => {
    if (!hidden.delete(toggle.series)) hidden.add(toggle.series);
    apply();
    writeHash();
  });
  // Twice: this one alone, or all again.
  toggle.button.addEventListener("dblclick", () => {
    const alone = toggles.every(one => hidden.has(one.series) === (one !== toggle));
    hidden.clear();
    if (!alone) toggles.filter(one => one !== toggle).forEach(one => hidden.add(one.series));
    apply();
    writeHash();
  });
}

reset?.addEventListener("click", () => {
  hidden.clear();
  for (const select of selects) select.value = "";
  apply();
  writeHash();
});

// A link to a section keeps what was chosen in the address.
document.addEventListener("click", event => {
  const link = event.target.closest("a[href^='#']");
  if (link === null) return;
  event.preventDefault();
  const id = link.getAttribute("href").slice(1);
  writeHash(id);
  showTarget(id);
});

// One press for those who read everything, or print from a browser that does not unfold for print.
const unfold = document.querySelector(".unfold");
const topics = [...document.querySelectorAll(".topic")];
unfold.hidden = topics.length === 0;
const tellUnfold = () => { unfold.textContent = topics.every(topic => topic.open) ? "Fold all" : "Unfold all"; };
unfold.addEventListener("click", () => {
  const open = !topics.every(topic => topic.open);
  for (const topic of topics) topic.open = open;
});
for (const topic of topics) {
  topic.addEventListener("toggle", () => {
    tellUnfold();
    markCuts();
  });
}

let folded = [];
addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll("details:not([open])")];
  for (const fold of folded) fold.open = true;
});
addEventListener("afterprint", () => {
  for (const fold of folded) fold.open = false;
});

// A table that goes on beyond the edge fades there.
function markCut(region) {
  region.classList.toggle("cut", region.scrollLeft + region.clientWidth < region.scrollWidth - 2);
}

function markCuts() {
  document.querySelectorAll(".scroll").forEach(markCut);
}

document.querySelectorAll(".scroll").forEach(region => region.addEventListener("scroll", () => markCut(region), { passive: true }));
addEventListener("resize", markCuts);

const theme = document.querySelector("button.theme");
theme.hidden = false;
theme.addEventListener("click", () => {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
});

addEventListener("hashchange", readHash);
apply();
readHash();
markCuts();
