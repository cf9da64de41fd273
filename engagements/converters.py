"""What may stand in an address of the register."""


class CountryCode:
    """Two letters, in either case; the view gets capitals."""

    regex = "[A-Za-z]{2}"

    def to_python(self, value: str) -> str:
        return value.upper()

    def to_url(self, value: str) -> str:
        return value
