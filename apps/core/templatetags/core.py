"""Template tags and filters that belong to no app."""

from django import template

register = template.Library()
