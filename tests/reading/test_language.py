"""Arabic and English pass, little text passes undecided, other languages are refused by name."""

from __future__ import annotations

import pytest

from ingest.reading import ErrorCode, ReadError, read_file
from ingest.reading.language import language_of
from tests.reading.builders import ARABIC, ENGLISH

OTHERS = {
    "fr": "Le ministre a reçu hier dans son bureau une délégation de la société et il a été question de la mine "
    "et des usines qui sont à l'arrêt depuis plus de dix ans.",
    "de": "Der Minister hat am Sonntag eine Delegation in seinem Büro empfangen und mit ihr über die Fabriken "
    "gesprochen, die seit Jahren nicht mehr arbeiten.",
    "es": "El ministro recibió el domingo en su despacho a una delegación de la empresa para hablar de las fábricas "
    "que están paradas desde hace años.",
    "it": "Il ministro ha ricevuto domenica nel suo ufficio una delegazione della società per parlare di come le "
    "fabbriche sono ferme da più di dieci anni.",
    "tr": "Bakan pazar günü makamında şirket heyetini kabul etti ve bu görüşmede yıllardır çalışmayan fabrikalar için "
    "ne yapılabileceği ile ilgili konular ele alındı.",
    "fa": "وزیر صنعت روز یکشنبه در دفتر خود با هیئتی از شرکت دیدار کرد و گفت که "
    "این کارخانه ها را باید برای کار آماده کرد",
    "ur": "وزیر نے اتوار کو اپنے دفتر میں کمپنی کے وفد سے ملاقات کی اور کہا کہ یہ کارخانے کئی سال سے بند ہیں",
    "other": "Министр принял в воскресенье делегацию компании и обсудил с ней заводы, которые давно стоят.",
}


@pytest.mark.parametrize("language", OTHERS)
def test_other_languages_are_refused(language: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_file(OTHERS[language].encode(), "a.txt")
    assert caught.value.code is ErrorCode.NOT_ARABIC_OR_ENGLISH
    assert caught.value.params == {"language": language}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (ARABIC, "ar"),
        (ENGLISH, "en"),
        (f"{ARABIC}\n{ENGLISH[:150]}", "ar"),
        ("اجتماع", "ar"),
        ("Steel MoU, Tripoli", "und"),
        ("12 / 5", "und"),
        ("", "und"),
        # Names and a typist's Persian keyboard do not make a release Persian.
        (ARABIC.replace("ي", "ی").replace("ك", "ک"), "ar"),
    ],
)
def test_the_language_of_a_text_is_told(text: str, language: str) -> None:
    assert language_of(text) == language
