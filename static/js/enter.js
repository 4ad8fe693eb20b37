// In a form with several buttons Enter presses the one beside the field, not the first: <div data-enter>.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches?.("[data-enter] input")) return;
  event.preventDefault();
  event.target.closest("[data-enter]").querySelector("button").click();
});
