// The buttons of the form "listing" act at once: the page shows what will be so, and takes it back if it is not.
// Without this module, or without htmx, they submit the form.
const listing = document.getElementById("listing");

function show(movie, on) {
  for (const button of document.querySelectorAll(`.listing[value="${movie}"]`)) {
    button.setAttribute("aria-pressed", String(on));
    if (on) button.setAttribute("formaction", listing.dataset.remove);
    else button.removeAttribute("formaction");
  }
}

function showRow(movie, list, on) {
  const row = document.querySelector(`[data-list="${list}"] > [data-movie="${movie}"]`);
  if (row) row.hidden = !on;
}

function send(url, button) {
  const values = button.name ? { [button.name]: button.value } : {};
  return htmx.ajax("POST", url, { source: listing, swap: "none", values });
}

listing?.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button || !window.htmx || event.defaultPrevented) return;
  event.preventDefault();
  const isCard = button.classList.contains("listing");
  const was = button.getAttribute("aria-pressed") === "true";
  // Read before the button shows what will be so: from then on it leads the other way.
  const url = button.getAttribute("formaction") ?? listing.getAttribute("action");
  if (isCard) show(button.value, !was);
  const row = button.closest("[data-list] > [data-movie]");
  if (row) row.hidden = true;
  const undo = (answer) => {
    if (answer.detail.elt !== listing) return;
    if (isCard) show(button.value, was);
    if (row) row.hidden = false;
  };
  for (const name of ["htmx:responseError", "htmx:sendError"]) document.addEventListener(name, undo);
  send(url, button).finally(() => {
    for (const name of ["htmx:responseError", "htmx:sendError"]) document.removeEventListener(name, undo);
  });
});

document.addEventListener("listed", ({ detail: { movie, on, list } }) => {
  if (list === "main") show(movie, on);
  for (const rows of document.querySelectorAll("[data-list]")) {
    if (list === "main" ? rows.hasAttribute("data-main") : rows.dataset.list === list) showRow(movie, rows.dataset.list, on);
  }
});
