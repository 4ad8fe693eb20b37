"""Forms in the site's look: every `{{ form }}` and `{{ field.as_field_group }}` goes through templates/components/."""

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
