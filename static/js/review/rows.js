/* Rows: blank ones wait out of sight until one is asked for; further ones are copied from the template. */
import { form } from "./page.js";

const blank = (row) =>
  [...row.querySelectorAll("[data-field] :is(input:not([type=checkbox]), textarea)")].every((input) => !input.value);

/* With the script rows are moved by buttons and keys, not by numbers. */
const arrange = (row) => {
  for (const group of row.querySelectorAll("[data-arrange]")) group.hidden = false;
  for (const place of row.querySelectorAll(".review-row__place")) place.hidden = true;
};

export const addRow = (rows) => {
  const waiting = rows.querySelector("[data-new][hidden]");
  if (waiting) {
    waiting.hidden = false;
    return waiting;
  }
  const total = rows.querySelector("input[name$='-TOTAL_FORMS']");
  const copy = rows.querySelector("template").content.cloneNode(true);
  for (const element of copy.querySelectorAll("[name], [id], [for]")) {
    for (const name of ["name", "id", "for"]) {
      const value = element.getAttribute(name);
      if (value) element.setAttribute(name, value.replace("__prefix__", total.value));
    }
  }
  total.value = Number(total.value) + 1;
  arrange(copy);
  rows.querySelector("[data-list]").append(copy);
  return rows.querySelector("[data-row]:last-child");
};

for (const row of form.querySelectorAll("[data-row]")) {
  if (row.matches("[data-new]")) row.hidden = blank(row);
  arrange(row);
}
