// Everything that only works with a script appears now.

document.body.append(tip);
document.querySelectorAll("svg[role=img]").forEach(watch);
document.querySelectorAll("table.sortable").forEach(makeSortable);
addEventListener("scroll", follow, { passive: true });

const choices = bar.querySelector(".choices");
choices.hidden = selects.length === 0;
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

reset.addEventListener("click", () => {
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
