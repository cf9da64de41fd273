"""Changes of accounts that leave a trail: keyword-only arguments, `by=` and `now=`, as everywhere."""
