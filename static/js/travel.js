// Marks the poster that travels to its film's page, and the one it comes back to.
function posterOf(address) {
  if (!address) return null;
  const path = new URL(address).pathname;
  const links = [...document.querySelectorAll(".card a")].filter((link) => link.pathname === path);
  const visible = links.find((link) => link.matches(":hover, :focus")) ?? links[0];
  return visible?.querySelector(".poster");
}

function mark(transition, poster) {
  if (!transition || !poster) return;
  poster.classList.add("travels");
  transition.finished.finally(() => poster.classList.remove("travels"));
}

addEventListener("pageswap", (event) => mark(event.viewTransition, posterOf(event.activation?.entry?.url)));
addEventListener("pagereveal", (event) => mark(event.viewTransition, posterOf(window.navigation?.activation?.from?.url)));
