/* Words selected in the source go into the field in hand, or begin a new row; their offsets become the evidence. */
import { on } from "./keys.js";
import { mark } from "./own.js";
import { changed, control, fieldOf, form, inputs, say, source, words } from "./page.js";
import { addRow } from "./rows.js";
import { selected, wordsAt } from "./text.js";

const bar = document.querySelector("[data-take]");
let hand = null;

form.addEventListener("focusin", ({ target }) => {
  const field = fieldOf(target);
  if (field && target.name !== "looked") hand = target.type === "checkbox" ? target : control(field);
});

/* Written as if typed, so that Ctrl+Z brings the old value back. */
const type = (input, text) => {
  input.focus();
  input.select();
  if (!document.execCommand("insertText", false, text)) {
    input.value = text;
    changed(input);
  }
};

const askForDay = async (input, [from, to]) => {
  const answer = await fetch(`${form.dataset.dayUrl}?start=${from}&end=${to}`);
  const day = answer.ok ? await answer.json() : {};
  if (!day.date) return say(words("noday"));
  input.value = day.date;
  const precision = input.name === "date" && form.elements.date_precision;
  if (precision) precision.value = day.precision;
  if (precision && day.end) form.elements.date_end.value = day.end;
  changed(input);
};

const put = (input, span) => {
  const field = fieldOf(input);
  const text = wordsAt(...span).replace(/\s+/g, " ");
  const key = input.type === "checkbox" ? `${field.dataset.field}:${input.value}` : field.dataset.field;
  input.focus();
  if (input.type === "checkbox") {
    input.checked = true;
    changed(input);
  } else if (input.type === "date") askForDay(input, span);
  else if (input.matches("textarea, input")) type(input, text);
  mark(field, key, ...span);
  say(words("taken", { label: field.querySelector(".label, legend")?.textContent.trim() }));
};

const done = () => {
  document.getSelection().removeAllRanges();
  bar.hidden = true;
};

const take = () => {
  const span = selected();
  if (!span || !hand?.isConnected) return say(words(span ? "nofield" : "noselection"));
  put(hand, span);
  done();
};

const add = (name) => {
  const span = selected();
  const input = addRow(form.querySelector(`[data-rows="${name}"]`)).querySelector(inputs);
  if (span) {
    put(input, span);
    done();
  } else input.focus();
};

const lists = {
  "add-participant": "participants",
  "add-commitment": "commitments",
  "add-organization": "organizations",
  "add-country": "partner_countries",
};
on("take", take);
for (const [key, name] of Object.entries(lists)) on(key, () => add(name));
for (const button of form.querySelectorAll("[data-add]")) {
  button.hidden = false;
  button.addEventListener("click", () => add(button.closest("[data-rows]").dataset.rows));
}

/* The bar beside the selection; pressing it leaves the selection as it is. */
bar.addEventListener("mousedown", (event) => event.preventDefault());
bar.addEventListener("click", ({ target }) => {
  const wish = target.closest("button")?.dataset.into;
  if (wish) wish === "field" ? take() : add(wish);
});

export const showBar = () => {
  const span = selected();
  bar.hidden = !span;
  if (!span) return;
  const into = bar.querySelector("[data-into=field]");
  into.hidden = !hand?.isConnected;
  into.querySelector("[data-name]").textContent = hand ? fieldOf(hand).querySelector(".label, legend")?.textContent.trim() : "";
  const words = document.getSelection().getRangeAt(0).getBoundingClientRect();
  bar.style.insetBlockStart = `${Math.min(words.bottom + 8, innerHeight - bar.offsetHeight - 80)}px`;
  bar.style.left = `${Math.max(8, Math.min(words.left, innerWidth - bar.offsetWidth - 8))}px`;
};
document.addEventListener("selectionchange", () => selected() || (bar.hidden = true));
source.addEventListener("mouseup", () => setTimeout(showBar));
source.addEventListener("scroll", () => (bar.hidden = true));
