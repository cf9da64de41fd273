/* Buttons that copy the value of a field, or words of the page; without script they are not there, and one copies by hand. */

/** Marks all of it, so that one sees what is copied and can copy it by hand. */
function mark(what) {
  if ("select" in what) {
    what.select();
  } else {
    getSelection().selectAllChildren(what);
  }
}

for (const button of document.querySelectorAll("[data-copy]")) {
  const what = document.getElementById(button.dataset.copy);
  const word = button.querySelector("span");
  const told = button.nextElementSibling;
  const before = word.textContent;
  let waiting;
  button.hidden = false;
  button.addEventListener("click", async () => {
    mark(what);
    try {
      await navigator.clipboard.writeText(what.value ?? what.innerText);
    } catch {
      // Not allowed, or no secure page: what is marked is copied as by hand.
      if (!document.execCommand("copy")) return;
    }
    word.textContent = told.textContent = button.dataset.copied;
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      word.textContent = before;
      told.textContent = "";
    }, 4000);
  });
}
