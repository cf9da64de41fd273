/* The review page: source and record, and the keys for all of it. */
import "./evidence.js";
import "./taking.js";
import "./walking.js";
import "./arranging.js";
import "./moving.js";
import "./eyes.js";
import "./dates.js";
import "./work.js";
import { button, on, showKeys } from "./keys.js";

/* In a panel of the bar it does what the panel asks; else it approves. */
on("approve", (event) => (event.target.closest(".decide form")?.querySelector("button") ?? button("approve"))?.click());

showKeys();

/* Suggestions are folded on a phone only. */
const wide = matchMedia("(min-width: 48.01rem)").matches;
for (const fold of document.querySelectorAll(".same-event__fold")) fold.open = wide;
