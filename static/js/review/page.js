/* What the modules of the review page share: its panes, and what a field is. */
export const page = document.querySelector("[data-review]");
export const form = document.querySelector("#review");
export const source = document.querySelector("[data-source]");
export const inputs = "input:not([type=hidden]):not([type=checkbox]), select, textarea";
export const calm = matchMedia("(prefers-reduced-motion: reduce)");

export const fieldOf = (element) => element?.closest("[data-field]");
export const control = (field) => field?.querySelector(inputs) ?? field?.querySelector("input:not([type=hidden])");
export const rowOf = (element) => element?.closest("[data-row]");
