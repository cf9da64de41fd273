/* A box of the search suggests countries, organisations, people and topics while somebody types; what is chosen is
   opened. Enter without a choice searches, and without this script it is a plain form. */
import { Combobox } from "./combobox.js";

for (const input of document.querySelectorAll("[data-find]")) {
  input.dataset.suggest = input.dataset.find;
  new Combobox(input, { picked: (option) => location.assign(option.href) });
}
