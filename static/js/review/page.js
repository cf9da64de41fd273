/* What the modules of the review page share: its panes, and what a field is. */
export const page = document.querySelector("[data-review]");
export const form = document.querySelector("#review");
export const source = document.querySelector("[data-source]");
export const inputs = "input:not([type=hidden], [type=checkbox]), select, textarea";
export const calm = matchMedia("(prefers-reduced-motion: reduce)");

export const fieldOf = (element) => element?.closest("[data-field]");
export const rowOf = (element) => element?.closest("[data-row]");
export const control = (field) =>
  field?.querySelector(inputs) ?? field?.querySelector("input:not([type=hidden], [name=looked])");

/* What somebody did to a field by a key counts as typed: other modules listen for it. */
export const changed = (element) => {
  element.dispatchEvent(new Event("input", { bubbles: true }));
  element.dispatchEvent(new Event("change", { bubbles: true }));
};

/* Says what happened, to the eye and to a screen reader. */
const status = document.querySelector("[data-said]");
/* It stands above the bar, wherever the bar is just now. */
if (status) document.querySelector(".decide")?.append(status);
export const say = (words) => {
  if (status) status.textContent = words;
};

/* The words of the page's script stand in the page, in its language: `{n}` is filled in. */
export const words = (name, values = {}) =>
  (status?.dataset[name] ?? "").replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
