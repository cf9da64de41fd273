"""What a key of a page is, for the pages' scripts, for the help under `?` and for the buttons; those of the register.

A key goes by its place on the keyboard (`event.code`), so it is the same on an Arabic and a Latin layout. It presses
the element marked `data-key="<name>"`; for a name without such an element the script has an action of its own. A key
without Alt or Ctrl never fires in a text field; Ctrl and Alt together never do anywhere, for that is AltGr, which
writes letters. How one is pressed: `static/js/review/keys.js`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_CAPS = {
    "Enter": "↵",
    "ArrowUp": "↑",
    "ArrowDown": "↓",
    "Delete": "Del",
    "Backspace": "⌫",
    "Comma": ",",
    "Period": ".",
}


@dataclass(frozen=True, slots=True)
class Key:
    """One key. `code` is `event.code`; the modifiers must be held exactly so. `repeats`: also while held down."""

    name: str
    code: str
    label: _StrPromise | str
    group: _StrPromise | str
    alt: bool = False
    ctrl: bool = False
    shift: bool = False
    repeats: bool = False
    page: str = "review"

    @property
    def caps(self) -> tuple[str, ...]:
        """What stands on the keys to press, in order."""
        if self.code == "Slash" and self.shift:
            return ("?",)
        held = (("Ctrl", self.ctrl), ("Alt", self.alt), ("Shift", self.shift))
        cap = self.code.removeprefix("Key").removeprefix("Digit")
        return (*(name for name, is_held in held if is_held), _CAPS.get(cap, cap))


_LIST = gettext_lazy("The list")
_ROW = gettext_lazy("The follow-up in which one is")
_PAGE = "follow-ups"

FOLLOW_UP_KEYS: tuple[Key, ...] = (
    Key("row-next", "KeyJ", gettext_lazy("Next follow-up of the list"), _LIST, repeats=True, page=_PAGE),
    Key("row-previous", "KeyK", gettext_lazy("Follow-up before it"), _LIST, repeats=True, page=_PAGE),
    Key("tick", "KeyX", gettext_lazy("Tick the follow-up, or take the tick away"), _LIST, page=_PAGE),
    Key("open", "Enter", gettext_lazy("Open the follow-up"), _LIST, page=_PAGE),
    Key("help", "Slash", gettext_lazy("Show these keys"), _LIST, shift=True, page=_PAGE),
    Key("edit-status", "KeyS", gettext_lazy("Change its status"), _ROW, page=_PAGE),
    Key("edit-owner", "KeyO", gettext_lazy("Change who must act"), _ROW, page=_PAGE),
    Key("edit-assignee", "KeyA", gettext_lazy("Assign it"), _ROW, page=_PAGE),
    Key("edit-due", "KeyD", gettext_lazy("Change its due date"), _ROW, page=_PAGE),
    Key("many", "KeyM", gettext_lazy("Change the ticked ones together"), _ROW, page=_PAGE),
)
"""Of the list of follow-ups."""


def for_script(keys: tuple[Key, ...]) -> dict[str, str]:
    """By name, the key as `static/js/review/keys.js` reads it: `c`trl, `a`lt, `s`hift, `r`epeats, then the code."""
    marks = (("c", "ctrl"), ("a", "alt"), ("s", "shift"), ("r", "repeats"))
    return {
        key.name: f"{''.join(mark for mark, name in marks if getattr(key, name))} {key.code}" for key in keys
    }
