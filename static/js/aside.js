/* A page beside the review page: one begins at once with its first control, and Escape leads back to the draft. */
const back = document.querySelector("[data-back]");
const first = document.querySelector("main form :is(input:not([type=hidden]), select, button)");
(first ?? back).focus({ preventScroll: true });
for (const key of back.querySelectorAll("[data-keys]")) key.hidden = false;

document.addEventListener("keydown", (event) => {
  if (event.code !== "Escape" || event.defaultPrevented || event.isComposing) return;
  event.preventDefault();
  back.click();
});
