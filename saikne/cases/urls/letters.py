"""Addresses: letters."""

from django.urls import URLPattern, path

from saikne.cases.views import letters, letters_out, letters_paper, letters_templates

urlpatterns: list[URLPattern] = [
    path("letters/", letters.letters, name="letters"),
    path("letters/in/", letters.letter_in, name="letter_in"),
    path("letters/out/", letters_out.letter_out, name="letter_out"),
    path("letters/<int:pk>/", letters.letter, name="letter"),
    path("letters/<int:pk>/paper/", letters.letter_paper_view, name="letter_paper"),
    path("letters/<int:pk>/give/", letters.letter_give, name="letter_give"),
    path("letters/<int:pk>/case/", letters.letter_case, name="letter_case"),
    path("letters/<int:pk>/document/", letters_paper.letter_document, name="letter_document"),
    path("letters/<int:pk>/file/", letters.letter_file, name="letter_file"),
    path("letters/<int:pk>/take-up/", letters.letter_take_up, name="letter_take_up"),
    path("letters/<int:pk>/withdraw/", letters.letter_withdraw, name="letter_withdraw"),
    path("letters/<int:pk>/edit/", letters_out.letter_edit, name="letter_edit"),
    path("letters/<int:pk>/check/", letters_out.letter_check, name="letter_check"),
    path("letters/<int:pk>/sign/", letters_out.letter_sign, name="letter_sign"),
    path("letters/<int:pk>/send/", letters_out.letter_send, name="letter_send"),
    path("letters/<int:pk>/notified/", letters_out.letter_notified, name="letter_notified"),
    path("letter-templates/", letters_templates.letter_templates, name="letter_templates"),
    path("letter-templates/edit/", letters_templates.letter_template, name="letter_template"),
    path("letter-templates/sample/", letters_templates.letter_template_sample, name="letter_template_sample"),
    path("letter-templates/end/", letters_templates.letter_template_end, name="letter_template_end"),
]
