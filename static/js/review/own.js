/* The words that the editor marked: kept in a hidden field of the form they belong to, painted in the source.
   Painting is a highlight, not an element: no letter is parted from the next by it. */
import { changed, fieldOf, form, rowOf } from "./page.js";
import { rangeOf, wordsAt } from "./text.js";

const template = document.getElementById("own-words").content.firstElementChild;
const keeper = (field) => (rowOf(field) ?? form).querySelector("input[data-words]");
const read = (input) => JSON.parse(input.value || "{}");
const belongs = (key, field) => key.split(":")[0] === field.dataset.field;

export const ownOf = (field) =>
  Object.entries(read(keeper(field)))
    .filter(([key]) => belongs(key, field))
    .map(([key, [from, to]]) => ({ key, from, to }));

const highlight = (name, spans) => {
  if (!window.CSS?.highlights) return;
  CSS.highlights.set(name, new Highlight(...spans.map(({ from, to }) => rangeOf(from, to))));
};
export const lightOwn = (spans) => highlight("lit", spans);

const all = () => [...form.querySelectorAll("[data-field]")].filter((field) => !field.closest("template"));
const paint = () => highlight("own", all().flatMap(ownOf));

/* Fields whose marked words lie at this offset. */
export const fieldsAt = (offset) =>
  all().filter((field) => ownOf(field).some(({ from, to }) => from <= offset && offset < to));

const line = (field, from, to) => {
  const shown = template.cloneNode(true);
  shown.id = `${field.dataset.field}-${from}-${Math.random().toString(36).slice(2, 7)}`;
  shown.querySelector("q").textContent = wordsAt(from, to);
  shown.querySelector("a").addEventListener("click", (event) => event.preventDefault());
  shown.querySelector("[data-drop]").hidden = false;
  return shown;
};

const redraw = (field) => {
  for (const old of field.querySelectorAll("[data-own]")) old.remove();
  for (const { from, to } of ownOf(field)) field.append(line(field, from, to));
  paint();
};

const write = (field, change) => {
  const input = keeper(field);
  const kept = read(input);
  change(kept);
  input.value = Object.keys(kept).length ? JSON.stringify(kept) : "";
  redraw(field);
  changed(input);
};

/* `key` is the field's name, or `topics:mining` for one of many. */
export const mark = (field, key, from, to) => write(field, (kept) => (kept[key] = [from, to, wordsAt(from, to)]));
export const drop = (field) =>
  write(field, (kept) => Object.keys(kept).forEach((key) => belongs(key, field) && delete kept[key]));

form.addEventListener("click", (event) => {
  const field = event.target.closest("[data-drop]") && fieldOf(event.target);
  if (!field) return;
  drop(field);
  field.querySelector("input:not([type=hidden]), select, textarea").focus();
});

for (const field of all()) if (ownOf(field).length) redraw(field);
