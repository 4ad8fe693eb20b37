"""/api/users, /api/profiles and /api/tokens."""
