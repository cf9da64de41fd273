/* A field lights the words it was taken from; a click on words goes to their field, and on to the next one that
   stands on the same words. */
import { fieldsAt, lightOwn, ownOf } from "./own.js";
import { control, fieldOf, form, page, say, source, words } from "./page.js";
import { bringIntoSight, offsetAtPoint, rangeOf } from "./text.js";

const fieldBehind = (id) => fieldOf(document.getElementById(id));
const fieldsOf = (mark) => [...new Set(mark.dataset.fields.split(" ").map(fieldBehind))].filter(Boolean);
const marksOf = (field) => [...page.querySelectorAll("mark.ev")].filter((mark) => fieldsOf(mark).includes(field));

export let lit = null;
export const light = (field) => {
  lit = field;
  for (const each of page.querySelectorAll(".is-active")) each.classList.remove("is-active");
  const own = field ? ownOf(field) : [];
  lightOwn(own);
  if (!field) return;
  if (own.length) return bringIntoSight(rangeOf(own[0].from, own[0].to));
  const marks = marksOf(field);
  for (const mark of marks) mark.classList.add("is-active");
  if (marks.length) bringIntoSight(marks[0]);
};

form.addEventListener("focusin", (event) => light(fieldOf(event.target)));
form.addEventListener("input", () => lit && light(lit));

/* Where a field's words begin, for the key that leads there. */
export const placeOf = (field) => {
  const own = field ? ownOf(field)[0] : null;
  if (own) return [own.from, own.to];
  const mark = field && marksOf(field)[0];
  return mark ? [Number(mark.dataset.start), Number(mark.dataset.end)] : null;
};

/* All that stands on the words under the pointer, the innermost first. */
const fieldsUnder = (event) => {
  const found = fieldsAt(offsetAtPoint(event.clientX, event.clientY));
  for (let mark = event.target.closest("mark.ev"); mark; mark = mark.parentElement.closest("mark.ev")) {
    found.push(...fieldsOf(mark));
  }
  return [...new Set(found)];
};

source.addEventListener("click", (event) => {
  const fields = fieldsUnder(event);
  if (!fields.length || !document.getSelection().isCollapsed) return;
  event.preventDefault();
  const place = (fields.indexOf(lit) + 1) % fields.length;
  const field = fields[place];
  control(field).focus();
  field.scrollIntoView({ block: "nearest" });
  const label = field.querySelector(".label, legend")?.textContent.trim();
  say(fields.length > 1 ? words("cycle", { n: place + 1, total: fields.length, label }) : "");
});
