/* What was looked at: a value whose field had the focus. The counter says how many wait. */
import { control, fieldOf, form } from "./page.js";

const counters = document.querySelectorAll("[data-left]");

const count = () => {
  const left = form.querySelectorAll(".field--unsure:not(.is-looked)").length;
  for (const counter of counters) {
    counter.querySelector("b").textContent = left;
    counter.classList.toggle("is-done", left === 0);
  }
};

const look = (field, looked) => {
  const tick = field?.querySelector("input[name=looked]");
  if (!tick) return;
  tick.checked = looked;
  field.classList.toggle("is-looked", looked);
  count();
};

form.addEventListener("focusin", (event) => event.target.name !== "looked" && look(fieldOf(event.target), true));
form.addEventListener("change", (event) => event.target.name === "looked" && look(fieldOf(event.target), event.target.checked));

/* A link to a value leads into its field. */
document.addEventListener("click", (event) => {
  const id = event.target.closest?.("a[data-to]")?.hash.slice(1);
  const target = id && control(fieldOf(document.getElementById(id)));
  if (!target) return;
  event.preventDefault();
  target.focus();
});
count();
