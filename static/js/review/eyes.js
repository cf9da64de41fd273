/* What was looked at: a value whose field had the focus long enough to be read, or that was changed, or ticked.
   The counter says how many wait. */
import { control, fieldOf, form } from "./page.js";

/* Milliseconds. Whoever only jumps from value to value is faster. */
const LOOK = 400;
const counter = document.querySelector("[data-left]");
const heads = form.querySelectorAll("[data-doubts]");

/* The head of the form says of each band what the counter says of both: values that nobody looked at. */
const count = () => {
  const ticks = [...form.querySelectorAll(".field--unsure:not(.is-looked) input[name=looked]")];
  let left = 0;
  for (const head of heads) {
    const number = ticks.reduce((sum, tick) => sum + Number(tick.dataset[head.dataset.doubts]), 0);
    head.querySelector("b").textContent = number;
    left += number;
  }
  if (!counter) return;
  counter.querySelector("b").textContent = left;
  counter.classList.toggle("is-done", left === 0);
};

const look = (field, looked) => {
  const tick = field?.querySelector("input[name=looked]");
  if (!tick) return;
  tick.checked = looked;
  field.classList.toggle("is-looked", looked);
  count();
};

let reading;
form.addEventListener("focusin", (event) => {
  clearTimeout(reading);
  if (event.target.name !== "looked") reading = setTimeout(look, LOOK, fieldOf(event.target), true);
});
form.addEventListener("focusout", () => clearTimeout(reading));
form.addEventListener("input", (event) => event.target.name !== "looked" && look(fieldOf(event.target), true));
form.addEventListener("change", (event) => look(fieldOf(event.target), event.target.name !== "looked" || event.target.checked));

/* A link to a value leads into its field. */
document.addEventListener("click", (event) => {
  const id = event.target.closest?.("a[data-to]")?.hash.slice(1);
  const target = id && control(fieldOf(document.getElementById(id)));
  if (!target) return;
  event.preventDefault();
  target.focus();
});
count();
