// <a data-dialog href> opens its page's form in a dialog. Without this, with a modifier, or when it fails, the page opens.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-dialog]");
  if (!link || !window.htmx || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  const dialog = document.createElement("dialog");
  dialog.className = "sheet";
  dialog.setAttribute("aria-labelledby", "dialog-title");
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  window.htmx.ajax("GET", link.href, { target: dialog }).then(() => {
    if (dialog.querySelector("form")) dialog.showModal();
    else location.assign(link.href);
  });
});

// A form that was refused comes back with what is wrong in it.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status === 422) event.detail.shouldSwap = true;
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (!(event.target instanceof HTMLDialogElement)) return;
  event.target.querySelector(".wrong :is(input, textarea), [autofocus], .notice.bad")?.focus();
});
