/* The source's text by offsets, counted in whole characters as the server counts them, and its places on the page. */
import { source } from "./page.js";

const at = [];
const starts = new Map();

for (const paragraph of source.querySelectorAll("[data-at]")) {
  let offset = Number(paragraph.dataset.at);
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.nodeName === "BR") at[offset++] = { node, index: 0, char: "\n" };
    if (node.nodeType !== Node.TEXT_NODE) continue;
    starts.set(node, offset);
    let index = 0;
    for (const char of node.data) {
      at[offset++] = { node, index, char };
      index += char.length;
    }
  }
}

export const end = at.length;
export const wordsAt = (from, to) => {
  let words = "";
  for (let offset = from; offset < to; offset++) words += at[offset]?.char ?? " ";
  return words;
};

/* The place of a selection's border; a border between elements is that of the next letter. */
export const offsetOf = (node, index) => {
  if (starts.has(node)) return starts.get(node) + [...node.data.slice(0, index)].length;
  const range = document.createRange();
  range.setStart(node, index);
  const behind = (each) => each && range.comparePoint(each.node, each.index) >= 0;
  const found = at.findIndex(behind);
  return found < 0 ? end : found;
};

export const rangeOf = (from, to) => {
  let [first, last] = [from, to - 1];
  while (first < last && !at[first]) first++;
  while (last > first && !at[last]) last--;
  const range = document.createRange();
  range.setStart(at[first].node, at[first].index);
  if (at[last].node.nodeName === "BR") range.setEndAfter(at[last].node);
  else range.setEnd(at[last].node, at[last].index + at[last].char.length);
  return range;
};

/* The offsets of what is selected in the source, without the spaces around it; null if nothing is. */
export const selected = () => {
  const selection = document.getSelection();
  if (!selection?.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!range.intersectsNode(source)) return null;
  const inside = (node) => source.contains(node);
  let from = inside(range.startContainer) ? offsetOf(range.startContainer, range.startOffset) : at.findIndex(Boolean);
  let to = inside(range.endContainer) ? offsetOf(range.endContainer, range.endOffset) : end;
  const space = (offset) => /^\s?$/.test(at[offset]?.char ?? "");
  while (from < to && space(from)) from++;
  while (to > from && space(to - 1)) to--;
  return from < to ? [from, to] : null;
};

export const offsetAtPoint = (x, y) => {
  const place = document.caretPositionFromPoint?.(x, y);
  if (place) return source.contains(place.offsetNode) ? offsetOf(place.offsetNode, place.offset) : -1;
  const range = document.caretRangeFromPoint?.(x, y);
  return range && source.contains(range.startContainer) ? offsetOf(range.startContainer, range.startOffset) : -1;
};

/* On a narrow page the text stands above the form: there nothing is scrolled out of the editor's hands. */
export const bringIntoSight = (range) => {
  const pane = source.getBoundingClientRect();
  const words = range.getBoundingClientRect();
  if (source.scrollHeight <= source.clientHeight + 1 || getComputedStyle(source).overflowY === "visible") return;
  if (words.top < pane.top + 8 || words.bottom > pane.bottom - 8) {
    source.scrollBy({ top: words.top - pane.top - pane.height / 3 });
  }
};
