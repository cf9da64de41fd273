/* Files may be dropped anywhere on the zone; their names are listed before they are sent. */
const zone = document.querySelector("[data-dropzone]");
const input = zone.querySelector("input[type=file]");
const names = zone.querySelector("[data-names]");

const list = () => {
  names.replaceChildren(
    ...[...input.files].map((file) => {
      const item = document.createElement("li");
      const name = document.createElement("bdi");
      name.textContent = file.name;
      item.append(name);
      return item;
    }),
  );
};

const over = (on) => (event) => {
  event.preventDefault();
  zone.classList.toggle("is-over", on);
};

zone.addEventListener("dragover", over(true));
zone.addEventListener("dragleave", over(false));
zone.addEventListener("drop", (event) => {
  over(false)(event);
  if (event.dataTransfer.files.length) {
    input.files = event.dataTransfer.files;
    list();
  }
});
input.addEventListener("change", list);
