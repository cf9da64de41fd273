/* Rows: a blank one waits out of sight until one is asked for; further ones are copied from it as it came. */
import { form } from "./page.js";

const blank = (row) =>
  [...row.querySelectorAll("[data-field] :is(input:not([type=checkbox], [type=hidden]), textarea)")].every((input) => !input.value);

/* With the script rows are moved by buttons and keys, not by numbers. */
const buttons = document.getElementById("arrange").content;
const arrange = (row, name) => {
  for (const group of row.querySelectorAll("[data-arrange]")) {
    group.append(buttons.cloneNode(true));
    for (const own of group.querySelectorAll("[data-only]")) if (own.dataset.only !== name) own.remove();
  }
  for (const place of row.querySelectorAll(".review-row__place")) place.hidden = true;
};

const numbered = (row, number) => {
  for (const element of row.querySelectorAll("[name], [id], [for], [aria-controls], [list]")) {
    for (const name of ["name", "id", "for", "aria-controls"]) {
      const value = element.getAttribute(name);
      if (value) element.setAttribute(name, value.replace(/^((?:id_)?[a-z_]+-)(\d+|__prefix__)-/, `$1${number}-`));
    }
  }
  return row;
};

/* By the name of the list, a blank row as the server made it. */
const patterns = new Map();
for (const rows of form.querySelectorAll("[data-rows]")) {
  const name = rows.dataset.rows;
  const ready = rows.querySelector("template")?.content.firstElementChild ?? rows.querySelector("[data-new]");
  patterns.set(name, ready.cloneNode(true));
  for (const row of rows.querySelectorAll("[data-list] > [data-row]")) {
    if (row.matches("[data-new]")) row.hidden = blank(row);
    arrange(row, name);
  }
  arrange(patterns.get(name), name);
}

export const addRow = (rows) => {
  const waiting = rows.querySelector("[data-new][hidden]");
  if (waiting) {
    waiting.hidden = false;
    return waiting;
  }
  const total = rows.querySelector("input[name$='-TOTAL_FORMS']");
  const row = numbered(patterns.get(rows.dataset.rows).cloneNode(true), total.value);
  total.value = Number(total.value) + 1;
  rows.querySelector("[data-list]").append(row);
  return row;
};
