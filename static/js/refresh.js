/* A list is filtered and turned over in place: htmx fetches the page that the link or form leads to and takes its part
   of it; the address follows. Here: what stays as it was for who reads, listens or works by keyboard. Without script
   every link and form leads to the same page. */
const LABEL = (element) =>
  (element.getAttribute("aria-label") ?? [...element.childNodes].find((node) => node.textContent.trim())?.textContent ?? "")
    .replace(/: *\d+\+?$/, "")
    .trim();
const go = (event) => location.assign(event.detail.pathInfo.requestPath);

let open = [];
let focused = null;

document.addEventListener("htmx:beforeSwap", (event) => {
  const region = event.detail.target;
  if (!event.detail.isError && !event.detail.serverResponse.includes(`id="${region.id}"`)) {
    event.detail.shouldSwap = false; /* signed out in the meantime, or another page altogether */
    go(event);
    return;
  }
  const active = document.activeElement;
  open = [...region.querySelectorAll("details.filters[open]")].map((one) => one.className);
  focused = null;
  if (!region.contains(active)) return;
  const to = active.closest("[data-to]")?.dataset.to;
  const panel = active.closest("details.drop")?.querySelector("summary");
  focused = to ? { to } : { tag: (panel ?? active).tagName, label: LABEL(panel ?? active) };
});

document.addEventListener("htmx:afterSettle", () => {
  const region = document.querySelector("[hx-select]");
  if (!region) return;
  for (const one of region.querySelectorAll("details.filters")) one.open ||= open.includes(one.className);
  const next = document.querySelector(".language [name=next]");
  if (next) next.value = location.pathname + location.search;
  const told = document.getElementById("told");
  if (told) told.textContent = region.querySelector("[data-told]")?.textContent ?? "";
  if (focused?.to) {
    const list = region.querySelector(focused.to);
    list?.focus({ preventScroll: true });
    list?.scrollIntoView({ block: "start" });
  } else if (focused) {
    const same = [...region.querySelectorAll(focused.tag)].find((one) => LABEL(one) === focused.label);
    (same ?? region.querySelector(".filterbar a, .filterbar summary"))?.focus({ preventScroll: true });
  }
});

/* What went wrong is told by the page itself. */
document.addEventListener("htmx:responseError", go);
document.addEventListener("htmx:sendError", go);
