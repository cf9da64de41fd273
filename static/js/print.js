// Buttons that open the browser's own print dialog: hidden where there is no script to do it; lists may bring new ones.
const show = () => {
  for (const button of document.querySelectorAll("[data-print]")) button.hidden = false;
};
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
document.addEventListener("htmx:afterSettle", show);
show();
