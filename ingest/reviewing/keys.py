"""The keyboard shortcuts of the review pages. How shortcuts work: see `engagements.keys`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from engagements.keys import Key

_DECIDE = gettext_lazy("Decide")
_MOVE = gettext_lazy("Move")
_TEXT = gettext_lazy("Words of the text")
_ROWS = gettext_lazy("Rows")

_LIST = gettext_lazy("The list")
_QUEUE = (
    Key("row-next", "KeyJ", gettext_lazy("Next draft of the list"), _LIST, repeats=True, page="queue"),
    Key("row-previous", "KeyK", gettext_lazy("Draft before it"), _LIST, repeats=True, page="queue"),
    Key(
        "row-below",
        "ArrowDown",
        gettext_lazy("Next draft, once one is chosen"),
        _LIST,
        repeats=True,
        page="queue",
    ),
    Key(
        "row-above",
        "ArrowUp",
        gettext_lazy("Draft before it, once one is chosen"),
        _LIST,
        repeats=True,
        page="queue",
    ),
    Key("tick", "KeyX", gettext_lazy("Tick the draft, or take the tick away"), _LIST, page="queue"),
    Key("open", "Enter", gettext_lazy("Open the draft"), _LIST, page="queue"),
    Key("help", "Slash", gettext_lazy("Show these keys"), _LIST, shift=True, page="queue"),
)

KEYS: tuple[Key, ...] = (
    Key(
        "approve",
        "Enter",
        gettext_lazy("Approve and go on; in an open panel: do what it asks"),
        _DECIDE,
        ctrl=True,
    ),
    Key("into", "KeyM", gettext_lazy("Add to an engagement in the register"), _DECIDE, alt=True),
    Key("reject", "KeyR", gettext_lazy("Reject, with the reason"), _DECIDE, alt=True),
    Key("postpone", "KeyL", gettext_lazy("Put off until later"), _DECIDE, alt=True),
    Key("split", "KeyK", gettext_lazy("Split into two drafts"), _DECIDE, alt=True),
    Key("join", "KeyJ", gettext_lazy("Join with another draft"), _DECIDE, alt=True),
    Key("next", "KeyN", gettext_lazy("Next draft"), _DECIDE, alt=True),
    Key("previous", "KeyP", gettext_lazy("Previous draft"), _DECIDE, alt=True),
    Key("help", "Slash", gettext_lazy("Show these keys"), _DECIDE, shift=True),
    Key("next-field", "ArrowDown", gettext_lazy("Next field"), _MOVE, alt=True, repeats=True),
    Key("previous-field", "ArrowUp", gettext_lazy("Previous field"), _MOVE, alt=True, repeats=True),
    Key("next-unsure", "KeyU", gettext_lazy("Next value to check"), _MOVE, alt=True),
    Key("previous-unsure", "KeyU", gettext_lazy("Previous value to check"), _MOVE, alt=True, shift=True),
    Key("words", "KeyW", gettext_lazy("From the field to its words in the text, and back"), _TEXT, alt=True),
    Key("original", "KeyB", gettext_lazy("The original beside its text"), _TEXT, alt=True),
    Key("take", "KeyE", gettext_lazy("Put the selected words into the field"), _TEXT, alt=True),
    Key(
        "add-participant",
        "KeyA",
        gettext_lazy("Add a participant, from the selected words if any"),
        _ROWS,
        alt=True,
    ),
    Key(
        "add-commitment",
        "KeyC",
        gettext_lazy("Add a commitment, from the selected words if any"),
        _ROWS,
        alt=True,
    ),
    Key(
        "add-organization",
        "KeyO",
        gettext_lazy("Add an organisation, from the selected words if any"),
        _ROWS,
        alt=True,
    ),
    Key(
        "add-country",
        "KeyG",
        gettext_lazy("Add a partner country, from the selected words if any"),
        _ROWS,
        alt=True,
    ),
    Key("row-up", "ArrowUp", gettext_lazy("Move the row up"), _ROWS, alt=True, shift=True, repeats=True),
    Key(
        "row-down", "ArrowDown", gettext_lazy("Move the row down"), _ROWS, alt=True, shift=True, repeats=True
    ),
    Key("row-split", "KeyS", gettext_lazy("Split a name in two, at the cursor or at “and”"), _ROWS, alt=True),
    Key("row-link", "KeyI", gettext_lazy("Link the name to the register"), _ROWS, alt=True),
    Key("row-side", "KeyT", gettext_lazy("Change the side of the participant"), _ROWS, alt=True),
    Key("row-remove", "Delete", gettext_lazy("Remove the row"), _ROWS, alt=True),
    Key("row-restore", "KeyZ", gettext_lazy("Bring the row removed last back"), _ROWS, alt=True),
    *_QUEUE,
)


def keys_of(page: str) -> tuple[Key, ...]:
    """The shortcuts of one page, in the order of the help."""
    return tuple(key for key in KEYS if key.page == page)
