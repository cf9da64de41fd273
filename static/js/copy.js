/* Buttons that copy the value of a field; without script they are not there, and one copies by hand. */

for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  const word = button.querySelector("span");
  const before = word.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      // Not allowed, or no secure page: what is marked is copied as by hand.
      document.execCommand("copy");
    }
    word.textContent = button.dataset.copied;
    setTimeout(() => { word.textContent = before; }, 4000);
  });
}
