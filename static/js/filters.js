// On a phone the filters start closed, so that the films come first.
if (matchMedia("(max-width: 60rem)").matches) {
  document.querySelectorAll("details.filters").forEach((filters) => filters.removeAttribute("open"));
}
