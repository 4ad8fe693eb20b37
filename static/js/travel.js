// Marks the poster that travels to its film's page, and the one it comes back to.
// In the head and not a module: the browser reveals a page before modules run, and says so once.
const root = document.documentElement;

function posterOf(address) {
  if (!address) return null;
  const path = new URL(address).pathname;
  const links = [...document.querySelectorAll(".card a")].filter((link) => link.pathname === path);
  const visible = links.find((link) => link.matches(":hover, :focus")) ?? links[0];
  return visible?.querySelector(".poster");
}

function mark(transition, poster) {
  // A page without transitions, or a hurried click, cuts it short: nothing is wrong then.
  transition.ready.catch(() => {});
  const rest = () => {
    poster?.classList.remove("travels");
    root.classList.remove("travelling");
  };
  transition.finished.then(rest, rest);
  if (!poster) return;
  poster.classList.add("travels");
  root.classList.add("travelling");
}

addEventListener("pageswap", ({ viewTransition, activation }) => {
  if (viewTransition) mark(viewTransition, posterOf(activation?.entry?.url));
});

addEventListener("pagereveal", ({ viewTransition }) => {
  // On a film's own page the large poster is where the journey ends, whatever film one comes from.
  const hasEnd = document.querySelector(".hero-page .hero-poster");
  if (viewTransition) mark(viewTransition, hasEnd ? null : posterOf(window.navigation?.activation?.from?.url));
});
