"""The HTML of the fields and rows of the review form. A page has a hundred of them, and templates would take half of
its time for them.

Everything that a page has only once is in templates/ingest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagements.templatetags.sijill import dual_date, icon

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.forms import BoundField

    from ingest.reviewing.presenting import Field, Quote, Row
    from ingest.reviewing.registered import Choice, InRegister

_NOTHING = SafeString("")
_BANDS = {
    "sure": ('<span class="conf"><span class="sr">{}</span></span>', gettext_lazy("Sure")),
    "check": ('<span class="conf conf--mid">{}</span>', gettext_lazy("Check")),
    "guess": ('<span class="conf conf--low">{}</span>', gettext_lazy("Not sure")),
}
_FIELD = (
    '<div class="field{}{}" data-field="{}">'
    '<div class="field__top"><label class="label" for="{}">{}</label>{}</div>{}{}{}{}{}</div>'
)
_LOOKED = (
    '<label class="looked"><input type="checkbox" name="looked" value="{}" data-check="{}" data-guess="{}"{}> {}'
    '<span class="sr">: {}</span></label>'
)
_OWN = (
    '<p class="field__quote field__quote--own" id="{}" data-own>{}: <a href="{}"><q dir="auto">{}</q></a> '
    '<button type="button" class="btn btn--quiet" data-drop hidden>{}<span class="sr">{}</span></button></p>'
)
_ROW = (
    '<li class="review-row{}" data-row{}><fieldset><legend class="review-row__title">{}{}</legend>{}{}{}'
    '<div class="field-grid">{}</div><div class="review-row__do">{}'
    '<label class="check review-row__remove">{} {}</label></div></fieldset></li>'
)
_PLACE = (
    '<label class="review-row__place">{}<span class="sr"> {}</span> {}</label>\n'
    '<span class="btn-group" data-arrange></span>'
)


def field(shown: Field, register: InRegister | None = None) -> SafeString:
    """A field with its label, its band, the words behind it and, for a name, the record of the register that it
    means.
    """
    bound, hijri = shown.bound, shown.hijri
    errors = [*bound.errors, *(hijri.errors if hijri else ())]
    widget, day = bound.as_widget(), _NOTHING
    if hijri:
        widget = format_html('<div class="days">{}{}</div>', widget, hijri)
        written = dual_date(shown.day, weekday=True) if shown.day else ""
        iso = shown.day.isoformat() if shown.day else ""
        day = format_html('<p class="field__quote" data-day="{}">{}</p>', iso, written)
    return format_html(
        _FIELD,
        doubted(shown),
        " has-error" if errors else "",
        bound.name,
        bound.id_for_label,
        bound.label,
        doubts(shown),
        widget,
        _errors(errors),
        day,
        behind(shown),
        linking(register) if register else "",
    )


def doubted(shown: Field) -> str:
    """The CSS classes of a field with values to look at."""
    if not shown.unsure:
        return ""
    return f" field--unsure field--{shown.band}{' is-looked' if shown.looked else ''}"


def doubts(shown: Field) -> SafeString:
    """The sign of the field's band, and the checkbox that says that unsure values were looked at.

    The script ticks it once the field has had the focus for a while, or was changed.
    """
    if not shown.band:
        return _NOTHING
    how, words = _BANDS[shown.band]
    if not shown.unsure:
        return format_html(how, words)
    unsure = shown.doubts
    return format_html(
        how + _LOOKED,
        words,
        shown.unsure,
        unsure.get("check", 0),
        unsure.get("guess", 0),
        SafeString(" checked") if shown.looked else "",
        _("Looked at"),
        shown.bound.label,
    )


def behind(shown: Field) -> SafeString:
    """The words from which the field was taken, and those that the editor marked for it."""
    quotes = ((_quote(quote),) for quote in shown.quotes)
    return format_html_join("", "{}", [*quotes, *((own_words(quote),) for quote in shown.marked)])


def own_words(quote: Quote | None) -> SafeString:
    """The words that the editor marked; with None, the template that the script fills."""
    identity, href, text = (quote.id, quote.href, quote.text) if quote else ("", "", "")
    return format_html(_OWN, identity, _("Your words"), href, text, icon("x"), _("Leave these words out"))


def row(shown: Row, caption: str, *, ordered: bool) -> SafeString:
    """A participant, a commitment and so on. `ordered`: its place in the list can be changed."""
    form = shown.form
    place = _NOTHING
    if ordered:
        place = format_html(_PLACE, _("Place"), _("in the list"), form["place"])
    fields = (
        (field(each, shown.register if name == "name" else None),) for name, each in shown.fields.items()
    )
    return format_html(
        _ROW,
        " review-row--single" if len(shown.fields) == 1 else "",
        SafeString(" data-new") if shown.new else "",
        caption,
        format_html(" · {}", _("new")) if shown.new else "",
        form["number"],
        form["words"],
        _errors([*form.non_field_errors(), *form["words"].errors]),
        format_html_join("", "{}", fields),
        place,
        shown.remove,
        _("Remove"),
    )


def linking(register: InRegister) -> SafeString:
    """The record that a name means, and the controls to choose another."""
    twins = format_html(' data-twins="{}"', " ".join(register.twins)) if register.twins else ""
    return format_html(
        '<div class="linking" data-link{}>{}<details class="linking__more"{}><summary>{}</summary>{}{}{}</details>{}'
        '<p class="linking__twin" data-twin hidden><button type="button" class="btn btn--quiet"></button></p></div>',
        twins,
        _known(register),
        SafeString(" open") if register.is_open else "",
        _("Somebody else, or a new entry") if register.known else _("Link to the register"),
        _choosing(register),
        _writing(register),
        _remembering(register),
        _errors([*register.bound.errors, *register.words.errors]),
    )


def _known(register: InRegister) -> SafeString:
    known = register.known
    if known is None:
        return _NOTHING
    name = format_html("<bdi>{}</bdi>", known.name)
    return format_html(
        '<p class="field__quote linking__known" data-known{}>{}: {}{}</p>',
        SafeString(" hidden") if register.chosen else "",
        _("In the register"),
        format_html('<a href="{}">{}</a>', register.href, name) if register.href else name,
        format_html(' <bdi class="linking__words">{}</bdi>', known.words) if known.words else "",
    )


def _choosing(register: InRegister) -> SafeString:
    nobody = _("A new name")
    if register.known:
        nobody = _("As the name says: %(name)s") % {"name": register.known.name}
    options = [format_html('<option value="">{}</option>', nobody)]
    if register.offers_new:
        options.append(_option("new", _("A new entry of its own"), register.is_new))
    options += (_choice(each, register.chosen == str(each.pk)) for each in register.choices)
    return format_html(
        '<p class="field__known">{} <select class="select" name="{}" id="{}">{}</select></p>',
        _label(register.bound),
        register.bound.html_name,
        register.bound.id_for_label,
        format_html_join("", "{}", ((option,) for option in options)),
    )


def _option(value: str, label: str, selected: bool) -> SafeString:
    chosen = SafeString(" selected") if selected else ""
    return format_html('<option value="{}"{}>{}</option>', value, chosen, label)


def _choice(choice: Choice, selected: bool) -> SafeString:
    return format_html(
        '<option value="{}" dir="auto" data-name="{}" data-words="{}"{}>{}</option>',
        choice.pk,
        choice.name,
        choice.words,
        SafeString(" selected") if selected else "",
        f"{choice.name} · {choice.words}" if choice.words else choice.name,
    )


def _writing(register: InRegister) -> SafeString:
    return format_html(
        '<p class="field__known">{} <input class="input" name="{}" id="{}" value="{}" maxlength="200" dir="auto" '
        'autocomplete="off" data-suggest="{}"></p>',
        _label(register.words),
        register.words.html_name,
        register.words.id_for_label,
        register.chosen_name or register.words.value() or "",
        register.kind,
    )


def _remembering(register: InRegister) -> SafeString:
    name = register.remember.html_name
    return format_html(
        '<input type="hidden" name="{}" value="off"><label class="check linking__remember" data-remember>'
        '<input type="checkbox" name="{}" value="on"{}> {}</label>',
        name,
        name,
        SafeString(" checked") if register.remembers else "",
        register.remember.label,
    )


def _label(bound: BoundField) -> SafeString:
    return format_html('<label for="{}">{}</label>', bound.id_for_label, bound.label)


def _quote(quote: Quote) -> SafeString:
    if not quote.href:
        words = _("Concluded from the rest; no words of the text say it")
        return format_html('<p class="field__quote" id="{}">{}</p>', quote.id, words)
    text = _("As in the text") if quote.copied else format_html('<q dir="auto">{}</q>', quote.text)
    return format_html('<p class="field__quote" id="{}"><a href="{}">{}</a></p>', quote.id, quote.href, text)


def _errors(errors: Iterable[str]) -> SafeString:
    return format_html_join("", '<p class="hint late">{}</p>', ((error,) for error in errors))
