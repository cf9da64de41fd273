"""What django-allauth asks of this project about second factors."""

from __future__ import annotations

import base64
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import qrcode
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

_PURPOSE = b"accounts.mfa_adapter "


class MFAAdapter(DefaultMFAAdapter):
    """Encrypts the secrets of second factors with a key derived from SECRET_KEY, so that a stolen database alone
    yields no codes.
    """

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("This code is not right, or was used already."),
        "cannot_delete_authenticator": gettext_lazy("This cannot be removed."),
        "cannot_generate_recovery_codes": gettext_lazy("Recovery codes need a second factor first."),
    }

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Raises InvalidToken if the text was encrypted with a secret key that is no longer configured."""
        try:
            return _box().decrypt(encrypted_text.encode()).decode()
        except InvalidToken as error:
            raise InvalidToken(
                "a second factor was kept with another SIJILL_SECRET_KEY: put the earlier one into "
                "SIJILL_SECRET_KEY_FALLBACKS, or take the second factors of the account away"
            ) from error

    def build_totp_svg(self, url: str) -> str:
        """The QR code as an inline SVG with a quiet zone. It needs no style sheet and no further file."""
        code = qrcode.QRCode(border=4)
        code.add_data(url)
        matrix = code.get_matrix()
        path = "".join(
            f"M{x} {y}h1v1h-1z" for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark
        )
        size = len(matrix)
        return (
            f'<svg class="qr" viewBox="0 0 {size} {size}" role="img" aria-label="QR" shape-rendering="crispEdges">'
            f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path fill="#000" d="{path}"/></svg>'
        )

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        return user.get_username()

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Any) -> str:  # noqa: A002 - theirs
        return _("Passkey")

    def _get_site_name(self) -> str:
        return _("Sijill")


def _box() -> MultiFernet:
    """Encrypts with the present SECRET_KEY; also decrypts with those in SECRET_KEY_FALLBACKS."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    keys = [base64.urlsafe_b64encode(sha256(_PURPOSE + str(key).encode()).digest()) for key in secrets]
    return MultiFernet([Fernet(key) for key in keys])
