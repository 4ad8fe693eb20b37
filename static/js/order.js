// A list in its own order: films are dragged by their grip, or moved by their arrows or by Alt with the arrow keys,
// without a new page. The grip is for pointers; arrows are buttons that also work without this module.
const list = document.querySelector("[data-order]");
const rows = () => [...list.children].filter((row) => !row.hidden);

function say(row) {
  const title = row.querySelector(".entry-title").textContent;
  const text = `${title} is number ${rows().indexOf(row) + 1} on this page.`;
  list.nextElementSibling?.matches(".order-said") || list.after(Object.assign(document.createElement("p"), { className: "order-said visually-hidden", role: "status" }));
  list.nextElementSibling.textContent = text;
}

function save(row) {
  const all = rows();
  const place = all.indexOf(row);
  const [side, other] = place > 0 ? ["after", all[place - 1]] : ["before", all[1]];
  if (!other) return;
  const id = (element) => element.id.replace("entry-", "");
  const url = `${location.pathname}entries/${id(row)}/move/`;
  htmx.ajax("POST", url, { source: document.getElementById("listing"), swap: "none", values: { [side]: id(other) } });
  say(row);
}

// False at the end of the page: then the button does it, with a new page.
function shift(row, step) {
  const all = rows();
  const other = all[all.indexOf(row) + step];
  if (!other) return false;
  const focused = document.activeElement;
  if (step < 0) other.before(row);
  else other.after(row);
  if (row.contains(focused)) focused.focus();
  row.scrollIntoView({ block: "nearest" });
  save(row);
  return true;
}

function drag(event) {
  const row = event.target.closest(".handle")?.parentElement;
  if (!row || event.button) return;
  event.preventDefault();
  const before = row.nextElementSibling;
  row.classList.add("dragged");
  list.setPointerCapture(event.pointerId);

  const over = ({ clientX, clientY }) => {
    const edge = innerHeight / 8;
    if (clientY < edge) scrollBy(0, -edge / 4);
    else if (clientY > innerHeight - edge) scrollBy(0, edge / 4);
    const box = list.getBoundingClientRect();
    const found = document.elementsFromPoint(Math.min(Math.max(clientX, box.left + 8), box.right - 8), clientY);
    const other = found.map((element) => element.closest("[data-order] > li")).find((each) => each && each !== row);
    if (!other) return;
    const { top, height } = other.getBoundingClientRect();
    if (clientY < top + height / 2) other.before(row);
    else other.after(row);
  };
  const end = ({ type }) => {
    list.removeEventListener("pointermove", over);
    for (const name of ["pointerup", "pointercancel"]) list.removeEventListener(name, end);
    row.classList.remove("dragged");
    if (type === "pointercancel") list.insertBefore(row, before);
    else if (row.nextElementSibling !== before) save(row);
  };
  list.addEventListener("pointermove", over);
  for (const name of ["pointerup", "pointercancel"]) list.addEventListener(name, end);
}

if (list && window.htmx) {
  list.addEventListener("pointerdown", drag);
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (button && shift(button.closest("li"), button.dataset.move === "up" ? -1 : 1)) event.preventDefault();
  });
  list.addEventListener("keydown", (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const row = event.target.closest("[data-order] > li");
    if (!step || !event.altKey || !row) return;
    event.preventDefault();
    shift(row, step);
  });
}
