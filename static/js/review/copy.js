/* A button beside text that can only be read copies it; without script it is selected and copied by hand. */
for (const button of document.querySelectorAll("[data-copy]")) {
  const text = document.getElementById(button.dataset.copy);
  const told = button.parentElement.querySelector("[data-copied]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    text.select();
    try {
      await navigator.clipboard.writeText(text.value);
    } catch {
      /* A page without https has no clipboard of its own. */
      if (!document.execCommand("copy")) return;
    }
    told.textContent = told.dataset.copied;
  });
}
