"""Personal access tokens, and the signed tokens of those who signed in: what stands behind `Authorization: Bearer`."""
