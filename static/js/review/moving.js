/* From field to field, and from one value to check to the next; after the last comes the first. */
import { button, on } from "./keys.js";
import { control, fieldOf, form } from "./page.js";

const seen = (field) => field.checkVisibility();

/* The field after (or before) the one in hand; fields do not lie in one another. */
const step = (selector, back = false) => {
  const fields = [...form.querySelectorAll(selector)].filter(seen);
  if (back) fields.reverse();
  const here = fieldOf(document.activeElement);
  const side = back ? Node.DOCUMENT_POSITION_PRECEDING : Node.DOCUMENT_POSITION_FOLLOWING;
  const beyond = fields.find((field) => here && here.compareDocumentPosition(field) & side && !here.contains(field));
  control(beyond ?? fields[0])?.focus();
};

/* What nobody looked at goes first; then all that is unsure, once more. */
const unsure = (back) => step(`.field--unsure${form.querySelector(".field--unsure:not(.is-looked)") ? ":not(.is-looked)" : ""}`, back);

on("next-field", () => step("[data-field]"));
on("previous-field", () => step("[data-field]", true));
on("next-unsure", () => unsure(false));
on("previous-unsure", () => unsure(true));
button("next-unsure")?.addEventListener("click", () => unsure(false));
