/* The text by keyboard: from a field to its words and back; in the text the arrows go from word to word,
   with Shift they select. */
import { light, lit, placeOf } from "./evidence.js";
import { on } from "./keys.js";
import { control, source } from "./page.js";
import { showBar } from "./taking.js";
import { bringIntoSight, end, rangeOf, wordsAt } from "./text.js";

const text = wordsAt(0, end);
const spans = [];
{
  let offset = 0;
  /* A word is without the marks around it; within it they may stand. */
  for (const piece of text.match(/[^\s\p{P}\p{S}](?:[^\s]*[^\s\p{P}\p{S}])?|./gsu) ?? []) {
    const length = [...piece].length;
    if (/[^\s\p{P}\p{S}]/u.test(piece)) spans.push([offset, offset + length]);
    offset += length;
  }
}
let from = 0;
let to = 0;

const show = () => {
  const range = rangeOf(spans[Math.min(from, to)][0], spans[Math.max(from, to)][1]);
  const selection = document.getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
  bringIntoSight(range);
  showBar();
};

const rtl = () => getComputedStyle(source.querySelector("[data-at]")).direction === "rtl";

source.addEventListener("keydown", (event) => {
  const side = { ArrowLeft: rtl() ? 1 : -1, ArrowRight: rtl() ? -1 : 1 }[event.key];
  if (!side || !spans.length || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  to = Math.max(0, Math.min(spans.length - 1, to + side));
  if (!event.shiftKey) from = to;
  show();
});

/* Where the words in hand begin; the field stays the one in hand. */
on("words", () => {
  if (source.contains(document.activeElement)) {
    document.getSelection().removeAllRanges();
    return control(lit)?.focus();
  }
  const field = lit;
  const place = placeOf(field);
  source.focus();
  if (place) {
    from = spans.findIndex(([, last]) => last > place[0]);
    to = spans.findLastIndex(([first]) => first < place[1]);
  } else from = to = 0;
  if (spans.length) show();
  light(field);
});
