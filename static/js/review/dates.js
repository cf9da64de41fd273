/* A date in words is true only of the date that came with the page. */
import { fieldOf, form } from "./page.js";

form.addEventListener("input", (event) => {
  const words = fieldOf(event.target)?.querySelector("[data-day]");
  if (words) words.hidden = words.dataset.day !== event.target.value;
});
