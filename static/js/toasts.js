// Short messages: what the server sends with HX-Trigger {"toast": "Saved"}, and a way to put each away.
const region = document.getElementById("toasts");

function addButton(toast) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Close";
  button.addEventListener("click", () => toast.remove());
  toast.append(button);
}

function say(text) {
  const toast = document.createElement("p");
  toast.className = "toast";
  toast.textContent = text;
  addButton(toast);
  region.append(toast);
}

region?.querySelectorAll(".toast").forEach(addButton);
document.addEventListener("toast", (event) => region && say(String(event.detail.value ?? event.detail)));
document.addEventListener("htmx:sendError", () => region && say("The site did not answer. Your page is as it was; try again in a moment."));
