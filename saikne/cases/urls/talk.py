"""Addresses: what was told, problems, assessment, stages."""

from django.urls import URLPattern, path

from saikne.cases.views import talk, talk_assessment, talk_problems, talk_stages

urlpatterns: list[URLPattern] = [
    path("<int:pk>/statements/", talk.statements, name="statements"),
    path("<int:pk>/statements/add/", talk.statement_add, name="statement_add"),
    path("statements/<int:pk>/replace/", talk.statement_replace, name="statement_replace"),
    path("statements/<int:pk>/end/", talk.statement_end, name="statement_end"),
    path("<int:pk>/summary/", talk.summary_edit, name="summary_edit"),
    path("<int:pk>/problems/add/", talk_problems.problem_add, name="problem_add"),
    path("problems/<int:pk>/edit/", talk_problems.problem_edit, name="problem_edit"),
    path("problems/<int:pk>/end/", talk_problems.problem_end, name="problem_end"),
    path("<int:pk>/assessment/", talk_assessment.assessment, name="assessment"),
    path("<int:pk>/assessment/edit/", talk_assessment.assessment_edit, name="assessment_edit"),
    path("assessments/<int:pk>/sign/", talk_assessment.assessment_sign, name="assessment_sign"),
    path("assessments/<int:pk>/approve/", talk_assessment.assessment_approve, name="assessment_approve"),
    path("assessments/<int:pk>/return/", talk_assessment.assessment_return, name="assessment_return"),
    path("<int:pk>/stage/", talk_stages.stage, name="stage"),
]
