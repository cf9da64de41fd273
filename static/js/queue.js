/* The list of the queue: keys go from row to row, tick and open; the ticks are counted. */
import { on, showKeys } from "./review/keys.js";

const form = document.querySelector("[data-queue]");
const rows = [...(form?.querySelectorAll("[data-row]") ?? [])];
const picks = [...(form?.querySelectorAll(".pick") ?? [])];
const all = form?.querySelector("[data-all]");
const told = form?.querySelector("[data-ticked]");

const here = () => rows.indexOf(document.activeElement?.closest("[data-row]"));
const go = (to) => {
  const link = rows[to]?.querySelector("th a");
  link?.focus();
  rows[to]?.scrollIntoView({ block: "nearest" });
};

const step = (by) => {
  const from = here();
  go(from < 0 ? 0 : Math.min(Math.max(from + by, 0), rows.length - 1));
};

/* The arrows stay the page's own until somebody is in the list. */
const arrow = (by) => () => (here() < 0 ? false : step(by));

const count = () => {
  const ticked = picks.filter((pick) => pick.checked).length;
  if (told) told.textContent = ticked ? `${ticked} ${told.dataset.word}` : "";
  if (!all) return;
  all.checked = ticked > 0 && ticked === picks.length;
  all.indeterminate = ticked > 0 && ticked < picks.length;
};

on("row-next", () => step(1));
on("row-previous", () => step(-1));
on("row-below", arrow(1));
on("row-above", arrow(-1));
on("tick", () => {
  const pick = rows[here()]?.querySelector(".pick");
  if (!pick) return false;
  pick.click();
});
on("open", (event) => {
  if (here() < 0 || event.target.closest("a, button, summary")) return false;
  rows[here()].querySelector("th a").click();
});

if (all) {
  all.hidden = false;
  all.addEventListener("change", () => {
    for (const pick of picks) pick.checked = all.checked;
    count();
  });
}
form?.addEventListener("change", count);
/* A page that comes back out of the browser's memory has its ticks still. */
addEventListener("pageshow", count);
showKeys();
