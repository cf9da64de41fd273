/* The original beside the text: its pages are asked for when they are first shown. */
const KEPT = "sijill-facing";

const kept = () => {
  try {
    return localStorage.getItem(KEPT) ?? "text";
  } catch {
    return "text"; /* the browser keeps nothing for this site */
  }
};
const keep = (what) => {
  try {
    localStorage.setItem(KEPT, what);
  } catch {
    /* then it is asked for again on the next page */
  }
};

const load = async (original) => {
  if (original.dataset.asked) return;
  original.dataset.asked = "1";
  original.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(original.dataset.original, { headers: { Accept: "text/html" } });
    /* 503 says in words what is the matter; whoever comes back later asks again. */
    if (!answer.ok) delete original.dataset.asked;
    if (!answer.ok && answer.status !== 503) throw new Error(answer.status);
    original.innerHTML = await answer.text();
  } catch {
    delete original.dataset.asked;
    original.textContent = original.dataset.fault;
  } finally {
    original.removeAttribute("aria-busy");
  }
};

const show = (pane, what) => {
  const original = pane.querySelector("[data-original]");
  pane.dataset.facing = what;
  for (const tab of pane.querySelectorAll("[data-show]")) {
    tab.hidden = false;
    if (tab.dataset.show === what) tab.setAttribute("aria-current", "true");
    else tab.removeAttribute("aria-current");
  }
  pane.querySelector("#source-text").hidden = what === "original";
  original.hidden = what === "text";
  if (what !== "text") load(original);
};

/* The page of a release puts itself anew while it is read, so nothing is tied to an element. */
const begin = () => {
  for (const pane of document.querySelectorAll("[data-facing]:has([data-original])")) {
    if (!pane.dataset.begun) {
      pane.dataset.begun = "1";
      show(pane, kept());
    }
  }
};

document.addEventListener("click", (event) => {
  const tab = event.target.closest("[data-facing] [data-show]");
  if (!tab || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const pane = tab.closest("[data-facing]");
  /* Pressed again, by its key, the tab of the original brings the text back. */
  const again = tab.dataset.show === pane.dataset.facing;
  const what = again && tab.dataset.show === "original" ? "text" : tab.dataset.show;
  keep(what);
  show(pane, what);
});

/* An error does not bubble, so it is caught on its way down. */
document.addEventListener("error", (event) => {
  const page = event.target instanceof HTMLImageElement && event.target.closest(".facsimile__page");
  if (!page) return;
  page.querySelector("a").hidden = true;
  page.querySelector("[data-failed]").hidden = false;
}, true);

begin();
document.addEventListener("htmx:afterSettle", begin);
