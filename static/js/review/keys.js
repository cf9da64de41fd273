/* Keys. Which there are stands in ingest/reviewing/keys.py and engagements/keys.py and comes with the page; how one is pressed is here.
   A key presses the element marked data-key with its name, unless the page has an action for it. */
const read = ([name, written]) => {
  const [marks, code] = written.split(" ");
  const has = (mark) => marks.includes(mark);
  return { name, code, ctrl: has("c"), alt: has("a"), shift: has("s"), repeats: has("r") };
};
const table = Object.entries(JSON.parse(document.getElementById("keys")?.textContent ?? "{}")).map(read);
const actions = new Map();
const dialog = document.getElementById("keys-help");

export const button = (name) => document.querySelector(`[data-key="${name}"]`);

/* `action(event)` is done when the key of that name is pressed; it may return false to leave the key alone. */
export const on = (name, action) => actions.set(name, action);

const writes = (element) =>
  element instanceof Element && element.closest("input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable]");

/* A panel that a key opens takes the focus; pressed again, it closes. */
const press = (element) => {
  if (element.matches("summary")) {
    const panel = element.parentElement;
    panel.open = !panel.open;
    (panel.open && panel.querySelector("select, textarea, input:not([type=hidden]), button") || element).focus();
  } else element.click();
};

const held = (key, event) =>
  key.code === event.code && key.alt === event.altKey && key.ctrl === event.ctrlKey && key.shift === event.shiftKey;

document.addEventListener("keydown", (event) => {
  if (event.metaKey || event.isComposing || event.getModifierState("AltGraph") || (event.altKey && event.ctrlKey)) return;
  const key = table.find((each) => held(each, event));
  if (!key || (dialog?.open && key.name !== "help")) return;
  if (!key.alt && !key.ctrl && writes(event.target)) return;
  const action = actions.get(key.name);
  const element = button(key.name);
  if (!action && !element) return;
  /* A key held down must not decide the next draft. */
  if (event.repeat && !key.repeats) event.preventDefault();
  else if (!action) {
    event.preventDefault();
    press(element);
  } else if (action(event) !== false) event.preventDefault();
});

/* The page shows its keys only where they work. */
export const showKeys = () => {
  for (const keys of document.querySelectorAll("[data-keys]")) keys.hidden = false;
  for (const row of dialog?.querySelectorAll("[data-for]") ?? []) {
    row.hidden = !actions.has(row.dataset.for) && !button(row.dataset.for);
  }
};

if (dialog) on("help", () => (dialog.open ? dialog.close() : dialog.showModal()));
button("help")?.addEventListener("click", () => dialog.showModal());
