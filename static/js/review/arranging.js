/* Participants and commitments: their order, a name that is two, the other side, removed and brought back. */
import { on } from "./keys.js";
import { mark, ownOf } from "./own.js";
import { changed, control, fieldOf, form, inputs, rowOf, say, words } from "./page.js";
import { addRow } from "./rows.js";

const listOf = (row) => row.closest("[data-list]");
const named = (row, name) => row.querySelector(`[data-field="${name}"]`);
const value = (row, name) => control(named(row, name));
const removal = (row) => row.querySelector("input[name$='-DELETE']");
const removed = [];

const renumber = (list) => {
  list.querySelectorAll(":scope > [data-row]").forEach((row, index) => {
    const place = row.querySelector("[data-place]");
    if (place) place.value = index + 1;
  });
};

const move = (row, down) => {
  const beside = down ? row.nextElementSibling : row.previousElementSibling;
  if (!beside || beside.hidden || !row.querySelector("[data-place]")) return;
  const hand = document.activeElement;
  beside[down ? "after" : "before"](row);
  renumber(listOf(row));
  hand.focus();
  changed(row.querySelector("[data-place]"));
  const rows = [...listOf(row).children].filter((each) => !each.hidden);
  say(words("moved", { n: rows.indexOf(row) + 1, total: rows.length }));
};

/* Which words of the source stand behind the name, if they are the name itself. */
const spanOf = (field, text) => {
  const own = ownOf(field)[0];
  const quote = field.querySelector(".field__quote a[href^='#w-']");
  const [from, to] = own ? [own.from, own.to] : (quote?.hash.slice(3).split("-").map(Number) ?? []);
  return to - from === [...text].length ? from : null;
};

const AND = /\s+(?:و\s*(?=\p{L}{2})|and\s+|&\s*)|\s*[،,]\s*/u;

/* Both names: at the cursor, if it stands within the text, else at the first «و». Behind a comma «و» is a letter. */
const halves = (text, cursor) => {
  if (cursor === null) {
    const found = AND.exec(text);
    return found && [text.slice(0, found.index), text.slice(found.index + found[0].length)];
  }
  const first = text.slice(0, cursor).trimEnd();
  const rest = text.slice(cursor).trimStart();
  if (/[،,]$/.test(first)) return [first.slice(0, -1).trimEnd(), rest];
  return [first, rest.replace(/^(?:و\s*(?=\p{L}{2})|and\s+|[&،,]\s*)/u, "")];
};

const split = (row) => {
  const input = named(row, "name") && value(row, "name");
  if (!input?.value) return;
  const text = input.value;
  const cursor = document.activeElement === input ? input.selectionStart : 0;
  const [first, rest] = halves(text, cursor > 0 && cursor < text.length ? cursor : null) ?? [];
  if (!first || !rest) return say(words("nosplit"));
  const span = spanOf(named(row, "name"), text);
  const second = addRow(row.closest("[data-rows]"));
  row.after(second);
  renumber(listOf(row));
  input.value = first;
  value(second, "name").value = rest;
  for (const name of ["organization", "country", "side"]) value(second, name).value = value(row, name).value;
  if (span !== null) {
    const start = span + [...text.slice(0, text.length - rest.length)].length;
    mark(named(row, "name"), "name", span, span + [...first].length);
    mark(named(second, "name"), "name", start, start + [...rest].length);
  }
  changed(input);
  value(second, "name").focus();
};

const turn = (row) => {
  const side = named(row, "side") && value(row, "side");
  if (!side) return;
  side.value = side.value === "home" ? "partner" : "home";
  changed(side);
  say(`${side.labels[0].textContent}: ${side.selectedOptions[0].textContent}`);
};

/* Whom of the register the row means: what is typed next searches. */
const link = (row) => {
  const more = row.querySelector("[data-link] details");
  if (!more) return;
  more.open = true;
  more.querySelector("[name$='-link_words']")?.focus();
};

const remove = (row) => {
  const next = [...form.querySelectorAll("[data-row]")].find((each) => row.compareDocumentPosition(each) & 4 && !each.hidden && !removal(each).checked);
  removal(row).checked = true;
  changed(removal(row));
  (next ? next.querySelector(inputs) : removal(row)).focus();
};

const restore = () => {
  const row = removed.pop();
  if (!row?.isConnected) return;
  removal(row).checked = false;
  changed(removal(row));
  row.querySelector(inputs).focus();
};

const deeds = { up: (row) => move(row, false), down: (row) => move(row, true), split, side: turn };
const inHand = (deed) => () => {
  const row = rowOf(document.activeElement);
  return row && form.contains(row) ? void deed(row) : false;
};
on("row-up", inHand(deeds.up));
on("row-down", inHand(deeds.down));
on("row-split", inHand(split));
on("row-side", inHand(turn));
on("row-link", inHand(link));
on("row-remove", inHand(remove));
on("row-restore", restore);
form.addEventListener("click", (event) => deeds[event.target.closest("[data-do]")?.dataset.do]?.(rowOf(event.target)));

/* A row that goes is folded, and says who or what it was. */
const fold = (row) => {
  const title = row.querySelector(".review-row__title");
  title.querySelector("s")?.remove();
  if (!removal(row).checked) return;
  const was = document.createElement("s");
  was.dir = "auto";
  was.textContent = row.querySelector("[data-field] :is(input:not([type=hidden], [type=checkbox]), textarea)").value || title.textContent;
  title.append(" ", was);
  return was.textContent;
};
form.addEventListener("change", (event) => {
  if (!event.target.name?.endsWith("-DELETE")) return;
  const row = rowOf(event.target);
  const name = fold(row);
  if (!name) return;
  removed.push(row);
  say(words("removed", { name, key: document.querySelector("#keys-help [data-for=row-restore] dt").textContent }));
});
for (const row of form.querySelectorAll("[data-row]")) fold(row);
