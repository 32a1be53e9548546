"""Addresses: the client's plan."""

from django.urls import URLPattern, path

from saikne.cases.views import plan, plan_goals, plan_mine, plan_steps

urlpatterns: list[URLPattern] = [
    path("<int:pk>/plan/", plan.plan, name="plan"),
    path("<int:pk>/plan/children/<int:record>/", plan.child_aim, name="child_aim"),
    path("<int:pk>/plan/goals/add/", plan_goals.goal_add, name="goal_add"),
    path("goals/<int:pk>/", plan_goals.goal, name="goal"),
    path("goals/<int:pk>/edit/", plan_goals.goal_edit, name="goal_edit"),
    path("goals/<int:pk>/answer/", plan_goals.goal_answer, name="goal_answer"),
    path("goals/<int:pk>/level/", plan_goals.goal_level, name="goal_level"),
    path("goals/<int:pk>/aside/", plan_goals.goal_aside, name="goal_aside"),
    path("goals/<int:pk>/resume/", plan_goals.goal_resume, name="goal_resume"),
    path("goals/<int:pk>/steps/add/", plan_steps.step_add, name="step_add"),
    path("steps/<int:pk>/edit/", plan_steps.step_edit, name="step_edit"),
    path("steps/<int:pk>/done/", plan_steps.step_done, name="step_done"),
    path("steps/<int:pk>/drop/", plan_steps.step_drop, name="step_drop"),
    path("steps/<int:pk>/obstacles/add/", plan_steps.obstacle_add, name="obstacle_add"),
    path("obstacles/<int:pk>/lift/", plan_steps.obstacle_lift, name="obstacle_lift"),
    path("my-steps/<int:pk>/", plan_mine.my_step, name="my_step"),
    path("my-steps/<int:pk>/done/", plan_mine.my_step_done, name="my_step_done"),
    path("my-steps/<int:pk>/obstacles/add/", plan_mine.my_obstacle_add, name="my_obstacle_add"),
    path("my-obstacles/<int:pk>/lift/", plan_mine.my_obstacle_lift, name="my_obstacle_lift"),
    path("unmet/", plan.unmet, name="unmet"),
]
