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

/* Signing in again in another tab changes the token of the forms; the cookie has the new one. Before all others that
   look at what is sent. */
document.addEventListener(
  "submit",
  ({ target: form }) => {
    const token = document.cookie.match(/(?:^|; )(?:__Host-)?csrftoken=([^;]+)/)?.[1];
    const field = form.querySelector("input[name=csrfmiddlewaretoken]");
    if (token && field) field.value = token;
  },
  true,
);

/* The other language loads the page anew. What a form would send and nobody sent yet is asked about before; the
   review page keeps it by itself, and what a browser fills in where one signs in is nothing typed. */
const typed = (field) => {
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (!field.options) return field.type !== "hidden" && field.value !== field.defaultValue;
  const first = Math.max(0, [...field.options].findIndex((each) => each.defaultSelected));
  return [...field.options].some((each, place) => each.selected !== (each.defaultSelected || (!field.multiple && place === first)));
};
const unsent = () =>
  [...document.querySelectorAll("main form[method=post]:not(:has([type=password]))")].some((form) =>
    [...form.elements].some((field) => field.matches("input, textarea, select") && typed(field)),
  );

document.addEventListener("submit", (event) => {
  const words = event.target.matches(".language") && event.target.dataset.lost;
  if (words && !document.querySelector("[data-work]") && unsent() && !confirm(words)) event.preventDefault();
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
