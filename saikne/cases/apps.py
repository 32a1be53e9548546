"""Files, clients, plans, agreements, journal, results."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "cases_agreement_one_draft": _("Somebody has just begun a draft of the agreement. Open it and write on in it."),
    "cases_agreement_one_in_force": _("This client already has an agreement in force. Add a chapter to it."),
    "cases_assessment_one_draft": _("Somebody has just begun an assessment of this file. Open it and write on in it."),
    "cases_case_one_of_kind_household": _("This household already has an open file of this kind. Open that one."),
    "cases_case_one_of_kind_record": _("This person already has an open file of this kind. Open that one."),
    "cases_chapter_one_of_kind": _("The agreement has a chapter of this kind already. Change that one instead."),
    "cases_childaim_once": _("Somebody has just written this child's line. Open it again."),
    "cases_documentuse_once": _("It rests on this document already."),
    "cases_handover_one_open": _("The file is being handed over already and waits for a receipt."),
    "cases_lead_one_open": _("Somebody has just changed who leads the file. Open it again and repeat."),
    "cases_lettertemplate_one_live": _(
        "Somebody has just changed this template. Open it again; your text is kept here."
    ),
    "cases_main_one_open": _("Somebody has just changed the client's main worker. Open the file again and repeat."),
    "cases_member_one_client": _("One of these people already belongs to another client. Join the clients first."),
    "cases_milestone_once": _("This has been done already."),
    "cases_obstacle_once": _("This obstacle is noted already and not lifted yet."),
    "cases_plan_one_live": _("Somebody has just begun the client's plan. Open it again."),
    "cases_receipt_once": _("This colleague has been asked to read the entry already."),
    "cases_signature_once": _("This signature is noted already."),
    "cases_team_once": _("This colleague is in the team in this role already."),
    "cases_stage_one_open": _("Somebody has just moved the file to another stage. Open it again and repeat."),
}


class CasesConfig(AppConfig):
    """The social worker's room."""

    name = "saikne.cases"
    label = "cases"

    def ready(self) -> None:
        """Each part of the room fills the registries that it knows of."""
        from saikne.cases.queries import plan_work, results_work, tasks, team_work
        from saikne.cases.views import (
            absence,
            access_panels,
            contacts_panels,
            documents_panels,
            files_list,
            leaver,
            letters_panels,
            registers,
            represent_panels,
            team_panels,
        )
        from saikne.core.acts import constraint_sentences

        absence.register()
        access_panels.register()
        contacts_panels.register()
        documents_panels.register()
        files_list.register()
        leaver.register()
        letters_panels.register()
        plan_work.register()
        represent_panels.register()
        registers.register()
        results_work.register()
        tasks.register()
        team_work.register()
        team_panels.register()
        constraint_sentences(SENTENCES)
