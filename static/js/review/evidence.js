/* A field lights the words it was taken from; a click on words goes to their field. */
import { calm, control, fieldOf, form, page, source } from "./page.js";

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
  control(field).focus();
  field.scrollIntoView({ block: "nearest" });
});
