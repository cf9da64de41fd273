/* The list of names that may be one: keys go from pair to pair and decide. What is decided goes from the list in place,
   and the next pair has the focus. Without scripts the buttons send their form. */
import { on, showKeys } from "./review/keys.js";

const pairs = () => [...document.querySelectorAll("[data-pair]")];
const here = () => pairs().indexOf(document.activeElement?.closest("[data-pair]"));
const go = (to) => {
  const all = pairs();
  const pair = all[Math.min(Math.max(to, 0), all.length - 1)];
  pair?.focus();
  pair?.scrollIntoView({ block: "nearest" });
};
/* Before anybody is in the list, the first pair is meant. */
const act = (name) => () => {
  const button = pairs()[Math.max(here(), 0)]?.querySelector(`[data-do="${name}"]`);
  if (!button) return false;
  button.click();
};

on("row-next", () => go(here() + 1));
on("row-previous", () => go(here() - 1));
for (const name of ["same", "different", "later"]) on(name, act(name));
showKeys();

let busy = false;
document.addEventListener("submit", async (event) => {
  const form = event.target;
  const list = form.closest("#pairs");
  if (!list) return;
  event.preventDefault();
  if (busy) return;
  busy = true;
  const at = pairs().indexOf(form.closest("[data-pair]"));
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form, event.submitter) });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("#pairs");
    if (!fresh) {
      /* Somebody else was faster, or the account was signed out: the page says so itself. */
      document.querySelector("main").replaceWith(document.adoptNode(page.querySelector("main")));
      return;
    }
    list.replaceChildren(...document.adoptNode(fresh).childNodes);
    if (at >= 0 && pairs().length) go(at);
    else document.querySelector("main").focus();
  } catch {
    location.reload();
  } finally {
    busy = false;
  }
});
