/* A page follows along: every two seconds it asks what changed, but never from a hidden tab, and a list only while a
   line of it is under way. Only what changed is put in place, so focus and place on the page stay where they are. */
const EVERY_MS = 2_000;
const AT_ONCE = 100; /* so many lines in one question: an address longer than that some servers refuse */

const ask = () => {
  if (document.hidden) return;
  for (const follower of document.querySelectorAll("[data-follow]")) {
    const lines = follower.getAttribute("hx-include");
    if (!lines || document.querySelector(lines)) follower.dispatchEvent(new Event("sijill:follow"));
  }
};

setInterval(ask, EVERY_MS);
document.addEventListener("visibilitychange", ask);

document.addEventListener("htmx:configRequest", (event) => {
  if (!event.detail.elt.matches("[data-follow]")) return;
  const names = event.detail.formData;
  const shown = names.getAll("n");
  shown.sort((one, other) => parseInt(one) - parseInt(other)); /* the oldest are read first */
  names.delete("n");
  for (const token of shown.slice(0, AT_ONCE)) names.append("n", token);
});
