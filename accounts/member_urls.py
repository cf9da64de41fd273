"""The URLs of one's own account, of invitations, and of the accounts for administrators."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from accounts.views import account, deactivating, invitations, members

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", account.account, name="account"),
    path("account/person/", account.person, name="account_person"),
    path("account/email/", account.email, name="account_email"),
    path("account/email/<str:token>/", account.email_confirm, name="account_email_confirm"),
    path("account/sessions/end/", account.sessions_end, name="account_sessions_end"),
    path("join/<str:token>/", invitations.join, name="join"),
    path("members/", members.members, name="members"),
    path("members/invitations/", invitations.invitations, name="invitations"),
    path("members/invitations/<int:number>/send/", invitations.again, name="invitation_again"),
    path("members/invitations/<int:number>/withdraw/", invitations.revoke, name="invitation_withdraw"),
    path("members/<int:number>/", members.member, name="member"),
    path("members/<int:number>/person/", members.person, name="member_person"),
    path("members/<int:number>/email/", members.email, name="member_email"),
    path("members/<int:number>/rights/", members.rights, name="member_rights"),
    path("members/<int:number>/sessions/end/", members.sessions_end, name="member_sessions_end"),
    path("members/<int:number>/tokens/<int:token>/revoke/", members.token_end, name="member_token_end"),
    path("members/<int:number>/calendar/revoke/", members.calendar_end, name="member_calendar_end"),
    path("members/<int:number>/factors/remove/", members.factors_remove, name="member_factors_remove"),
    path("members/<int:number>/password/", members.password_link, name="member_password_link"),
    path("members/<int:number>/unlock/", members.unlock, name="member_unlock"),
    path("members/<int:number>/deactivate/", deactivating.deactivate, name="member_deactivate"),
    path("members/<int:number>/reactivate/", deactivating.reactivate, name="member_reactivate"),
]
