"""What changes the catalogue: every form, serializer, command and admin page ends in one of these functions."""
