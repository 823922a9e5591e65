// The table of all figures, ordered by any of its columns. A cell and its trials are one body of the table and stay together.

let sorted = null;

function columnsOf(table) {
  return [...table.tHead.rows[0].cells];
}

function valueOf(body, column) {
  const cell = body.rows[0].cells[column];
  return cell.dataset.v === undefined ? null : Number(cell.dataset.v);
}

// Cells without the figure come last in both directions. Words are compared as words.
function compare(a, b, column, sign) {
  const [x, y] = [valueOf(a, column), valueOf(b, column)];
  if (x !== null && y !== null) return sign * (x - y);
  if (x !== null || y !== null) return x !== null ? -1 : 1;
  return sign * a.rows[0].cells[column].textContent.localeCompare(b.rows[0].cells[column].textContent, "en", { numeric: true });
}

function sortTable(table, column, descending) {
  const bodies = [...table.tBodies].sort((a, b) => compare(a, b, column, descending ? -1 : 1));
  table.append(...bodies);
  columnsOf(table).forEach((head, index) => {
    if (index === column) head.setAttribute("aria-sort", descending ? "descending" : "ascending");
    else head.removeAttribute("aria-sort");
  });
}

// "p99 latency" and "p99 latency:d", as it stands in the address. Tables without the column stay as they are.
function sortBy(text) {
  sorted = text;
  if (text === null) return;
  const descending = text.endsWith(":d");
  const name = descending ? text.slice(0, -2) : text;
  for (const table of document.querySelectorAll("table.sortable")) {
    const column = columnsOf(table).findIndex(head => head.textContent === name);
    if (column >= 0) sortTable(table, column, descending);
  }
}

function makeSortable(table) {
  for (const head of columnsOf(table)) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const descending = head.getAttribute("aria-sort") === "ascending";
      sortBy(button.textContent + (descending ? ":d" : ""));
      writeHash();
    });
  }
}
