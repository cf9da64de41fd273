/* Rows: blank ones wait out of sight until one is asked for; further ones are copied from the template. */
import { form, inputs } from "./page.js";

const blank = (row) =>
  [...row.querySelectorAll("input:not([type=hidden], [type=checkbox]), textarea")].every((input) => !input.value);

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
  rows.querySelector("[data-list]").append(copy);
  return rows.querySelector("[data-row]:last-child");
};

for (const rows of form.querySelectorAll("[data-rows]")) {
  for (const row of rows.querySelectorAll("[data-new]")) row.hidden = blank(row);
  const button = rows.querySelector("[data-add]");
  button.hidden = false;
  button.addEventListener("click", () => addRow(rows).querySelector(inputs).focus());
}
