/* What every page shares: one open panel at a time, closed by Escape or a click elsewhere. Without script the
   panels are plain <details> and stay open until clicked. */

/* The browser itself gives the focus only with the first picture; whoever knows what comes presses Enter before. */
if (document.activeElement === document.body) document.querySelector("[autofocus]")?.focus();

const panels = () => document.querySelectorAll("details.drop[open]");

document.addEventListener("click", (event) => {
  for (const panel of panels()) {
    if (!panel.contains(event.target)) panel.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.code !== "Escape") return;
  for (const panel of panels()) {
    panel.open = false;
    panel.querySelector("summary").focus();
  }
});

/* A panel that would open beyond the edge of the window opens to its other side. */
document.addEventListener(
  "toggle",
  ({ target: drop }) => {
    const panel = drop.open && drop.matches("details.drop") && drop.querySelector(".drop__panel");
    if (!panel) return;
    const beyond = () => {
      const { left, right } = panel.getBoundingClientRect();
      return Math.max(0, -left, right - document.documentElement.clientWidth);
    };
    const before = beyond();
    if (!before) return;
    drop.classList.toggle("drop--end");
    if (beyond() > before) drop.classList.toggle("drop--end");
  },
  true,
);
