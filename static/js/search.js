/* The box of the search suggests countries, organisations and people while somebody types; what is chosen is opened.
   Enter without a choice searches, and without this script it is a plain form. */
import { Combobox } from "./combobox.js";

const input = document.querySelector("[data-find]");
input.dataset.suggest = input.dataset.find;
new Combobox(input, { picked: (option) => location.assign(option.href) });
