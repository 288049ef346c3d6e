"""Find and date time expressions."""
