// Arrow keys go from a card to the nearest thing in that direction: for remote controls, and quick for keyboards.
const directions = {
  ArrowLeft: { along: "x", sign: -1 },
  ArrowRight: { along: "x", sign: 1 },
  ArrowUp: { along: "y", sign: -1 },
  ArrowDown: { along: "y", sign: 1 },
};
const stops = ".card a, .row-head a, .hero a, .pagination a, .sections a";

function centre(element) {
  const box = element.getBoundingClientRect();
  return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
}

function nearest(from, { along, sign }) {
  const across = along === "x" ? "y" : "x";
  const start = centre(from);
  let best = null;
  let least = Infinity;
  for (const candidate of document.querySelectorAll(stops)) {
    const place = centre(candidate);
    const ahead = (place[along] - start[along]) * sign;
    const aside = Math.abs(place[across] - start[across]);
    if (candidate === from || ahead < 8 || (along === "x" && aside > 60) || !candidate.checkVisibility()) continue;
    const distance = ahead + aside * 3;
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

document.addEventListener("keydown", (event) => {
  const direction = directions[event.key];
  const from = document.activeElement?.closest(".card a");
  if (!direction || !from || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const next = nearest(from, direction);
  if (!next) return;
  event.preventDefault();
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest", inline: "nearest" });
});
