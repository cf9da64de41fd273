"""Keyboard shortcuts: defined once for the scripts, for the help under `?` and for the buttons. Here those of the
register.

A shortcut is bound to a place on the keyboard (`event.code`), so it is the same in Arabic and Latin layouts. It
clicks the element marked `data-key="<name>"`; if there is none, the script has an action of that name. Shortcuts
without Alt or Ctrl do not work in text fields. Ctrl and Alt together never trigger one, because that is AltGr, which
types letters. `static/js/review/keys.js` handles the events.
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
    """One shortcut. `code` is `event.code`; exactly these modifiers must be held. `repeats`: it also fires while
    held down.
    """

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
        """The labels of the keys to press, in order."""
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
"""Shortcuts of the list of follow-ups."""


def for_script(keys: tuple[Key, ...]) -> dict[str, str]:
    """Shortcuts by name, as `static/js/review/keys.js` reads them: letters for `c`trl, `a`lt, `s`hift and
    `r`epeats, a space, the code.
    """
    marks = (("c", "ctrl"), ("a", "alt"), ("s", "shift"), ("r", "repeats"))
    return {
        key.name: f"{''.join(mark for mark, name in marks if getattr(key, name))} {key.code}" for key in keys
    }
