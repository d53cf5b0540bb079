"use strict";
// Filter and sort the map. The page says the same without it.
const body = document.querySelector(".map tbody");
if (body) {
  const rows = Array.from(body.rows);
  const filter = document.getElementById("filter");
  const sort = document.getElementById("sort");
  const shown = document.getElementById("shown");
  const text = new Map(rows.map((row) => [row, row.cells[0].textContent.toLowerCase()]));
  const update = () => {
    const wanted = filter.value.trim().toLowerCase();
    for (const row of rows) row.hidden = !text.get(row).includes(wanted);
    shown.value = wanted ? `${rows.filter((row) => !row.hidden).length} of ${rows.length}` : "";
  };
  const order = () => {
    const sorted = rows.slice();
    if (sort.value === "points") sorted.sort((a, b) => b.dataset.points - a.dataset.points);
    body.append(...sorted);
  };
  filter.addEventListener("input", update);
  sort.addEventListener("change", order);
  const form = document.querySelector(".controls");
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
}
