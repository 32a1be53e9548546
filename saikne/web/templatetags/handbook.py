"""Labels of the screen, as the handbook quotes them."""

from django import template
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext

register = template.Library()


@register.simple_tag
def label(msgid: str, context: str = "") -> SafeString:
    """The label in Latvian, in bold and in quotes, word for word as it stands on the screen."""
    with translation.override("lv"):
        text = pgettext(context, msgid) if context else gettext(msgid)
    return format_html("<strong>„{}”</strong>", text)
