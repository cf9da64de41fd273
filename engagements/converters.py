"""Path converters for the register's addresses."""


class CountryCode:
    """Two letters in either case. The view redirects lower case to upper case."""

    regex = "[A-Za-z]{2}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class NameKind:
    """`partners` or `people`. The view gets `partner` or `person`, as suggestions and the audit trail call them."""

    regex = "partners|people"
    _KINDS = {"partners": "partner", "people": "person"}

    def to_python(self, value: str) -> str:
        return self._KINDS[value]

    def to_url(self, value: str) -> str:
        return next(word for word, kind in self._KINDS.items() if kind == value)
