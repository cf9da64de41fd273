/* Review: a field lights the words it was taken from, a click on words goes to their field, keys for the rest.
   Keys go by their place on the keyboard (event.code), so they are the same on an Arabic layout. */
const page = document.querySelector("[data-review]");
const form = document.querySelector("#review");
const source = document.querySelector("[data-source]");
const inputs = "input:not([type=hidden]):not([type=checkbox]), select, textarea";
const calm = matchMedia("(prefers-reduced-motion: reduce)");

const fieldOf = (element) => element?.closest("[data-field]");
const marksOf = (field) => {
  const ids = [...field.querySelectorAll(".field__quote")].map((quote) => quote.id);
  return [...page.querySelectorAll("mark.ev")].filter((mark) =>
    mark.dataset.fields.split(" ").some((id) => ids.includes(id)),
  );
};

const light = (field) => {
  for (const lit of page.querySelectorAll(".is-active")) lit.classList.remove("is-active");
  if (!field) return;
  const marks = marksOf(field);
  for (const mark of marks) mark.classList.add("is-active");
  marks[0]?.scrollIntoView({ block: "nearest", behavior: calm.matches ? "auto" : "smooth" });
};

form.addEventListener("focusin", (event) => light(fieldOf(event.target)));

source.addEventListener("click", (event) => {
  const mark = event.target.closest("mark.ev");
  const quote = mark && document.getElementById(mark.dataset.fields.split(" ")[0]);
  const field = fieldOf(quote);
  if (!field) return;
  event.preventDefault();
  const target = field.querySelector(inputs) ?? field.querySelector("input");
  target.focus();
  field.scrollIntoView({ block: "nearest" });
});

/* Words selected in the source go into the text field that was being filled in when the selection began;
   inserted as if typed, so that Ctrl+Z brings the old value back. */
let target = null;
source.addEventListener("mousedown", () => {
  const active = document.activeElement;
  target = form.contains(active) && active.matches("input[type=text], textarea") ? active : null;
});
source.addEventListener("mouseup", () => {
  const words = document.getSelection().toString().trim().replace(/\s+/g, " ");
  if (!words || !target) return;
  target.focus();
  target.select();
  if (!document.execCommand("insertText", false, words)) target.value = words;
});

/* Rows: blank ones wait out of sight until one is asked for; further ones are copied from the template. */
const blank = (row) => [...row.querySelectorAll("input:not([type=hidden], [type=checkbox]), textarea")].every((input) => !input.value);

const addRow = (rows) => {
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

/* A date in words is true only of the date that came with the page. */
form.addEventListener("input", (event) => {
  const words = fieldOf(event.target)?.querySelector("[data-day]");
  if (words) words.hidden = words.dataset.day !== event.target.value;
});

const step = (selector) => {
  const fields = [...form.querySelectorAll(selector)];
  const here = fieldOf(document.activeElement);
  const behind = fields.find((field) => here && here.compareDocumentPosition(field) & Node.DOCUMENT_POSITION_FOLLOWING && !here.contains(field));
  const field = behind ?? fields[0];
  (field?.querySelector(inputs) ?? field?.querySelector("input"))?.focus();
};

const press = (name) => document.querySelector(`[data-key=${name}]`);
document.addEventListener("keydown", (event) => {
  if (event.code === "Enter" && event.ctrlKey) {
    event.preventDefault();
    /* A key held down must not decide the next draft; in the panel that rejects, it rejects. */
    if (!event.repeat) (event.target.closest("[data-rejecting]")?.querySelector("button") ?? press("approve"))?.click();
  } else if (!event.altKey || event.ctrlKey) {
    /* Ctrl and Alt together are AltGr, which writes letters. */
  } else if (event.code === "KeyR" && press("reject")) {
    event.preventDefault();
    const panel = press("reject").closest("details");
    panel.open = true;
    panel.querySelector("select").focus();
  } else if (event.code === "ArrowDown") {
    event.preventDefault();
    step("[data-field]");
  } else if (event.code === "KeyU") {
    event.preventDefault();
    step(".field--unsure");
  } else if (event.code === "KeyM" && press("into")) {
    event.preventDefault();
    if (!event.repeat) press("into").click();
  } else if (event.code === "KeyN") {
    event.preventDefault();
    press("next")?.click();
  }
});
for (const keys of document.querySelectorAll("[data-keys]")) keys.hidden = false;
