// What the reader chose: arms that are hidden, and one workload, link and figure or all of them. Kept in the address after the '#', so that
// a link shows what its sender saw.

// Pages without arms have no bar, and nothing to choose.
const bar = document.querySelector(".bar") ?? document.createElement("div");
const selects = [...bar.querySelectorAll("select[data-choice]")];
const toggles = [...bar.querySelectorAll("[data-toggle]")].map(makeToggle);
const reset = bar.querySelector(".reset");
const hidden = new Set();

// The legend becomes a row of switches: the same words, now pressed or not.
function makeToggle(item) {
  const button = document.createElement("button");
  button.type = "button";
  button.append(...item.childNodes);
  item.append(button);
  return { button, series: item.dataset.toggle, name: button.textContent };
}

function chosen(key) {
  const select = selects.find(one => one.dataset.choice === key);
  return select ? select.value : "";
}

// Workloads and links are numbered in the page as their options are; figures are named.
function chosenIn(key) {
  const select = selects.find(one => one.dataset.choice === key);
  if (!select || select.value === "") return null;
  return key === "m" ? select.value : String(select.selectedIndex - 1);
}

function isOff(element) {
  const { s, w, l, m } = element.dataset;
  return (s !== undefined && hidden.has(s))
    || differs(w, chosenIn("w")) || differs(l, chosenIn("l")) || differs(m, chosenIn("m"));
}

function differs(own, wanted) {
  return own !== undefined && wanted !== null && own !== wanted;
}

function apply() {
  for (const element of document.querySelectorAll("main [data-s], main [data-w], main [data-l], main [data-m]")) {
    element.classList.toggle("off", isOff(element));
  }
  for (const toggle of toggles) {
    toggle.button.setAttribute("aria-pressed", String(!hidden.has(toggle.series)));
  }
  // A part whose every chart and table is filtered out would leave a heading over nothing.
  for (const part of document.querySelectorAll("main .part")) {
    const shown = [...part.querySelectorAll("figure, .scroll")];
    part.classList.toggle("bare", shown.length > 0 && shown.every(one => one.closest(".off") !== null));
  }
  for (const topic of document.querySelectorAll("main .topic")) {
    const parts = [...topic.querySelectorAll(".part")];
    topic.classList.toggle("bare", parts.length > 0 && parts.every(one => one.matches(".off, .bare")));
  }
  if (reset !== null) reset.hidden = hidden.size === 0 && selects.every(select => select.value === "");
}

function writeHash(section) {
  const state = new URLSearchParams();
  for (const select of selects) {
    if (select.value !== "") state.set(select.dataset.choice, select.value);
  }
  const names = toggles.filter(toggle => hidden.has(toggle.series)).map(toggle => toggle.name);
  if (names.length > 0) state.set("hide", names.join(","));
  if (sorted !== null) state.set("sort", sorted);
  if (section) state.set("at", section);
  const text = state.toString();
  // Replaced and not pushed: going back leaves the page, not the last switch.
  history.replaceState(null, "", text === "" ? location.pathname + location.search : "#" + text);
}

function readHash() {
  const text = location.hash.slice(1);
  if (!text.includes("=")) {
    showTarget(text);
    return;
  }
  const state = new URLSearchParams(text);
  for (const select of selects) {
    const wanted = state.get(select.dataset.choice) ?? "";
    select.value = [...select.options].some(option => option.value === wanted) ? wanted : "";
  }
  // Names with commas are matched whole: each arm's name is looked for between commas.
  const names = "," + (state.get("hide") ?? "") + ",";
  hidden.clear();
  for (const toggle of toggles) {
    if (names.includes("," + toggle.name + ",")) hidden.add(toggle.series);
  }
  apply();
  sortBy(state.get("sort"));
  showTarget(state.get("at") ?? "");
}

// What stands in a fold is unfolded when a link leads to it.
function showTarget(id) {
  const target = id === "" ? null : document.getElementById(id);
  if (target === null) return;
  for (let fold = target.closest("details"); fold !== null; fold = fold.parentElement.closest("details")) fold.open = true;
  // The line that folds a section tells which one it is.
  const topic = target.closest(".topic");
  (topic !== null && topic.querySelector("section") === target ? topic : target).scrollIntoView();
}
