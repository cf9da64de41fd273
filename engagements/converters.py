"""What may stand in an address of the register."""


class CountryCode:
    """Two letters, in either case: the view leads small ones to the capitals."""

    regex = "[A-Za-z]{2}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
