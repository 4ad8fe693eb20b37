// The search form as a combobox: arrows choose a suggestion, Enter opens it, Escape puts them away.
const input = document.getElementById("q");
const panel = document.getElementById("suggestions");

function options() {
  return panel.hasAttribute("data-closed") ? [] : [...panel.querySelectorAll("[role=option]")];
}

function choose(option) {
  for (const other of panel.querySelectorAll("[aria-selected]")) other.removeAttribute("aria-selected");
  if (option) {
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  } else {
    input.removeAttribute("aria-activedescendant");
  }
}

function close() {
  panel.toggleAttribute("data-closed", true);
  input.setAttribute("aria-expanded", "false");
  choose(null);
}

function open() {
  panel.toggleAttribute("data-closed", false);
  const any = options().length > 0;
  input.setAttribute("aria-expanded", String(any));
  if (any) input.setAttribute("aria-controls", "suggestion-list");
  else input.removeAttribute("aria-controls");
  choose(null);
}

function move(step) {
  const all = options();
  const now = all.findIndex((option) => option.hasAttribute("aria-selected"));
  const next = now + step;
  choose(now < 0 ? all.at(step > 0 ? 0 : -1) : all[next]);
}

function onKey(event) {
  if ((event.key === "ArrowDown" || event.key === "ArrowUp") && options().length) {
    event.preventDefault();
    move(event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Enter") {
    const chosen = panel.querySelector("[aria-selected]");
    if (!chosen) return;
    event.preventDefault();
    chosen.click();
  } else if (event.key === "Escape" && options().length) {
    event.preventDefault();
    close();
  }
}

if (input && panel) {
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.addEventListener("keydown", onKey);
  input.addEventListener("input", () => {
    if (!input.value.trim()) panel.replaceChildren();
  });
  panel.addEventListener("htmx:afterSwap", open);
  input.form.addEventListener("focusout", (event) => {
    if (!input.form.contains(event.relatedTarget)) close();
  });
  input.addEventListener("focus", () => {
    if (panel.childElementCount) open();
  });
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  input?.focus();
});
