"""Changes to the register that leave a trail or touch two tables. One entry each, atomic, audited."""
