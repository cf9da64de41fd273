/* Lines under way are asked for by htmx every two seconds; never from a hidden tab, and not if none is under way.
   Only lines that changed are put in place, so focus and place on the page stay where they are. */
const FOLLOWED = 100;

document.addEventListener("htmx:configRequest", (event) => {
  if (!event.detail.elt.matches("[data-follow]")) return;
  const names = event.detail.formData;
  const shown = names.getAll("n");
  if (document.hidden || (event.detail.elt.hasAttribute("hx-include") && !shown.length)) {
    event.preventDefault();
    return;
  }
  names.delete("n");
  shown.sort((one, other) => parseInt(one) - parseInt(other)); /* the oldest are read first */
  for (const token of shown.slice(0, FOLLOWED)) names.append("n", token);
});

document.addEventListener("visibilitychange", () => {
  if (!document.hidden) document.body.dispatchEvent(new Event("sijill:shown"));
});
