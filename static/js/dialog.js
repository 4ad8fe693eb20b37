// <button data-opens="id"> opens <dialog id="id">; a form method="dialog" or Escape closes it.
document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-opens]");
  const dialog = opener && document.getElementById(opener.dataset.opens);
  if (dialog instanceof HTMLDialogElement) dialog.showModal();
});
