// Short messages: what the server sends with HX-Trigger {"toast": "Saved"}, and a way to put each away. With
// {"toast": {"text": "...", "undo": {url, name, value}}} it has a button of the form "listing" that takes it back.
const region = document.getElementById("toasts");

function addButton(toast) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Close";
  button.addEventListener("click", () => toast.remove());
  toast.append(button);
}

function addUndo(toast, undo) {
  const button = document.createElement("button");
  button.setAttribute("form", "listing");
  button.setAttribute("formaction", undo.url);
  button.name = undo.name;
  button.value = undo.value;
  button.textContent = "Undo";
  button.addEventListener("click", () => setTimeout(() => toast.remove()));
  toast.append(button);
}

function say({ text, undo }) {
  const toast = document.createElement("p");
  toast.className = "toast";
  toast.textContent = text;
  if (undo) addUndo(toast, undo);
  addButton(toast);
  // The newest three: a hurried person fills no screen with them.
  while (region.childElementCount > 2) region.firstElementChild.remove();
  region.append(toast);
}

region?.querySelectorAll(".toast").forEach(addButton);
document.addEventListener("toast", ({ detail }) => {
  const said = detail.text ? detail : { text: String(detail.value ?? detail) };
  if (region) say(said);
});
document.addEventListener("htmx:sendError", () => region && say({ text: "The site did not answer. Your page is as it was; try again in a moment." }));
