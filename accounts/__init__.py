"""Who may come in: signing in, second factors, sessions, members. docs/accounts.md"""
