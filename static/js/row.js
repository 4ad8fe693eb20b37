// Buttons that move a scrolling row by what is visible of it. Without this module it scrolls by hand or keyboard.
const shapes = { "-1": "m15 18-6-6 6-6", 1: "m9 18 6-6-6-6" };

function makeButton(scroller, direction, title) {
  const button = document.createElement("button");
  button.type = "button";
  button.setAttribute("aria-label", `${direction < 0 ? "Back in" : "More of"} ${title}`);
  const icon = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  icon.setAttribute("viewBox", "0 0 24 24");
  icon.setAttribute("class", "icon");
  icon.append(document.createElementNS(icon.namespaceURI, "path"));
  icon.firstChild.setAttribute("d", shapes[direction]);
  button.append(icon);
  button.addEventListener("click", () => scroller.scrollBy({ left: direction * scroller.clientWidth * 0.85 }));
  return button;
}

function equip(scroller) {
  const head = scroller.closest(".row")?.querySelector(".row-head");
  if (!head || scroller.closest(".skeleton") || head.querySelector(".row-buttons")) return;
  const title = head.textContent.trim();
  const buttons = document.createElement("div");
  buttons.className = "row-buttons";
  const [back, on] = [-1, 1].map((direction) => makeButton(scroller, direction, title));
  buttons.append(back, on);
  head.append(buttons);

  const update = () => {
    const rest = scroller.scrollWidth - scroller.clientWidth;
    buttons.hidden = rest <= 1;
    back.disabled = scroller.scrollLeft <= 1;
    on.disabled = scroller.scrollLeft >= rest - 1;
  };
  scroller.addEventListener("scroll", update, { passive: true });
  new ResizeObserver(update).observe(scroller);
}

const equipAll = (root) => root.querySelectorAll(".row > .scroller").forEach(equip);
equipAll(document);
document.addEventListener("htmx:load", (event) => equipAll(event.target.parentElement ?? document));
