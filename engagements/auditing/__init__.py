"""The audit trail: its hash chain, the chain's heads kept outside the database, and its filter, display and export."""
