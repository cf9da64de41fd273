/* Words selected in the source go into the text field that was being filled in when the selection began;
   inserted as if typed, so that Ctrl+Z brings the old value back. */
import { form, source } from "./page.js";

let target = null;
source.addEventListener("mousedown", () => {
  const active = document.activeElement;
  target = form.contains(active) && active.matches("input[type=text], textarea") ? active : null;
});
source.addEventListener("mouseup", () => {
  const words = document.getSelection().toString().trim().replace(/\s+/g, " ");
  if (!words || !target) return;
  target.focus();
  target.select();
  if (!document.execCommand("insertText", false, words)) target.value = words;
});
