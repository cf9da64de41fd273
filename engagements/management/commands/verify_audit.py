"""`manage.py verify_audit`: checks the audit trail for tampering."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagements.auditing.chain import Fault, Finding, verify
from engagements.auditing.heads import keep_head, kept_heads

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from engagements.auditing.chain import Verdict


class Command(BaseCommand):
    help = "Finds what was changed behind the audit trail, by its chain and the heads kept of it. Then exit code 1."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--expect",
            nargs="+",
            default=[],
            metavar="HASH",
            help="hashes that must be in the chain: out of a weekly letter, a backup, the log",
        )
        parser.add_argument(
            "--language", choices=dict(settings.LANGUAGES), default="", help="of what is said"
        )
        parser.add_argument(
            "--no-heads", action="store_true", help="leave the file of kept heads (SIJILL_AUDIT_HEADS) aside"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(options["language"] or translation.get_language()):
            kept = None if options["no_heads"] else kept_heads()
            verdict = verify(heads=kept.heads if kept else None, expect=options["expect"])
            if kept:
                forged = [Finding(Fault.FORGED, number) for number in kept.forged]
                verdict.add(Fault.FORGED, forged, len(forged))
            self._tell(verdict)
        if not verdict.is_whole:
            raise CommandError(_said(options["language"]), returncode=1)
        if kept:
            # A new head is kept only if the chain agrees with all heads kept before.
            keep_head(now=timezone.now())

    def _tell(self, verdict: Verdict) -> None:
        for finding in verdict.findings:
            self.stdout.write(str(finding))
        for fault, total in verdict.faults.items():
            listed = sum(finding.fault == fault for finding in verdict.findings)
            if total > listed:
                more = total - listed
                self.stdout.write(
                    ngettext("… and %(n)s more of this kind", "… and %(n)s more of this kind", more)
                    % {"n": more}
                )
        self.stdout.write(
            _("%(links)s links reckoned again, %(heads)s kept heads compared.")
            % {"links": verdict.links, "heads": verdict.heads}
        )
        if not verdict.heads:
            self.stdout.write(
                _("No head was kept elsewhere: a chain cut off at its end would not be noticed.")
            )
        self.stdout.write(
            _("Head: %(position)s %(hash)s")
            % {"position": verdict.head.position, "hash": verdict.head.hash or "-"}
        )


def _said(language: str) -> str:
    with translation.override(language or translation.get_language()):
        return _("The audit trail was changed behind the register.")
