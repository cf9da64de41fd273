"""What may stand in an address of the register."""


class CountryCode:
    """Two letters, in either case: the view leads small ones to the capitals."""

    regex = "[A-Za-z]{2}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class NameKind:
    """Partners or people; the view gets which, as suggestions and the trail call it."""

    regex = "partners|people"
    _KINDS = {"partners": "partner", "people": "person"}

    def to_python(self, value: str) -> str:
        return self._KINDS[value]

    def to_url(self, value: str) -> str:
        return next(word for word, kind in self._KINDS.items() if kind == value)
