// Sets the chosen scheme before the first paint; theme-switch.js lets people choose it.
try {
  const chosen = localStorage.getItem("theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
} catch {
  // Storage is switched off: the device's scheme it is.
}
document.documentElement.classList.add("js");
