// Light, dark, or like the device: kept in this browser.
const root = document.documentElement;

for (const choice of document.querySelectorAll("input[name=theme]")) {
  choice.checked = choice.value === (root.dataset.theme ?? "system");
  choice.addEventListener("change", () => {
    if (choice.value === "system") delete root.dataset.theme;
    else root.dataset.theme = choice.value;
    try {
      localStorage.setItem("theme", choice.value);
    } catch {
      // It holds for this page, then.
    }
  });
}
