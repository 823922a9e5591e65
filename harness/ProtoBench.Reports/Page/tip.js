// Points tell their figures: under the mouse, under a finger, and under the arrow keys of a chart that has the focus. The words are those of
// the points' own titles, which browsers show without this script.

const tip = document.createElement("div");
tip.className = "tip";
tip.setAttribute("role", "status");
tip.hidden = true;

// Farther than this, in pixels, a point is not what is pointed at.
const reach = 32;

let marked = null;

// Titles are moved to an attribute, or browsers would show them beside the tip. Reads the drawing once, when it is first asked for.
function pointsOf(chart) {
  if (!chart.tips) {
    chart.tips = [...chart.querySelectorAll("g[data-s] > * > title")].map(title => {
      const point = title.parentElement;
      point.dataset.tip = title.textContent;
      title.remove();
      return point;
    });
  }
  return chart.tips.filter(point => point.closest(".off") === null);
}

function centre(point) {
  const box = point.getBoundingClientRect();
  // A bar is pointed at by its end.
  const x = point.localName === "rect" ? box.right : (box.left + box.right) / 2;
  return { x, y: (box.top + box.bottom) / 2, box };
}

function nearest(chart, x, y) {
  let best = null;
  let least = reach;
  for (const point of pointsOf(chart)) {
    const at = centre(point);
    const inside = x >= at.box.left && x <= at.box.right && y >= at.box.top && y <= at.box.bottom;
    const distance = inside ? Math.min(4, Math.hypot(at.x - x, at.y - y)) : Math.hypot(at.x - x, at.y - y);
    if (distance < least) {
      least = distance;
      best = point;
    }
  }
  return best;
}

function show(point) {
  if (point === marked) return;
  hide();
  if (point === null) return;
  marked = point;
  point.classList.add("marked");
  const [first, ...rest] = point.dataset.tip.split("\n");
  const heading = document.createElement("b");
  heading.textContent = first;
  tip.replaceChildren(heading, ...rest.map(text => {
    const line = document.createElement("span");
    line.textContent = text;
    return line;
  }));
  tip.hidden = false;
  place(centre(point));
}

// Beside the point, turned to the side where there is room.
function place(at) {
  const box = tip.getBoundingClientRect();
  const x = at.x + 14 + box.width > document.documentElement.clientWidth ? at.x - 14 - box.width : at.x + 14;
  const y = Math.min(Math.max(8, at.y - box.height / 2), innerHeight - box.height - 8);
  tip.style.left = Math.max(4, x) + "px";
  tip.style.top = y + "px";
}

// Scrolling takes the point along, as focusing a chart at the edge of the window does.
function follow() {
  if (marked !== null) place(centre(marked));
}

function hide() {
  if (marked !== null) marked.classList.remove("marked");
  marked = null;
  tip.hidden = true;
}

// Left and right walk along the points of the drawing from left to right, up and down from top to bottom.
const orders = {
  ArrowRight: at => [at.x, at.y], ArrowLeft: at => [-at.x, -at.y],
  ArrowDown: at => [at.y, at.x], ArrowUp: at => [-at.y, -at.x],
};

function step(chart, key) {
  const order = orders[key];
  const points = pointsOf(chart).map(point => ({ point, place: order(centre(point)) }));
  points.sort((a, b) => a.place[0] - b.place[0] || a.place[1] - b.place[1]);
  const position = points.findIndex(one => one.point === marked);
  const next = points[(position + 1) % points.length];
  if (next) show(next.point);
}

function watch(chart) {
  if (chart.querySelector("g[data-s] > * > title") === null) return;
  chart.setAttribute("tabindex", "0");
  chart.addEventListener("pointermove", event => show(nearest(chart, event.clientX, event.clientY)));
  chart.addEventListener("pointerdown", event => show(nearest(chart, event.clientX, event.clientY)));
  chart.addEventListener("pointerleave", event => { if (event.pointerType === "mouse") hide(); });
  chart.addEventListener("blur", hide);
  chart.addEventListener("keydown", event => {
    if (event.key === "Escape") hide();
    if (event.key in orders) {
      event.preventDefault();
      step(chart, event.key);
    }
  });
}
