"""The envelope of a batch beside its mark sheet, and what closes it or opens it again."""

from operator import attrgetter

from django.utils.translation import gettext_lazy

from massicot.batches import services as batch_acts
from massicot.batches.queries import BatchState
from massicot.core.actor import Role
from massicot.marks import services as mark_acts
from massicot.web.markingcentre.access import BATCH, batch_or_404
from massicot.web.markingcentre.batches.forms import BatchReasonForm
from massicot.web.markingcentre.batches.shown import next_of
from massicot.web.markingcentre.envelopes.forms import SealForm, SealShortForm, VouchForm
from massicot.web.markingcentre.envelopes.shown import told_closed
from massicot.web.markingcentre.envelopes.views import page_of_envelope
from massicot.web.shared.acts import ActDone, Page, PageAct


def _next_envelope(done: ActDone) -> str:
    return next_of(done.found.marked, BatchState.TO_CHECK)


CONCORDANCE = Page(
    name="concordance",
    path=f"{BATCH}controle/",
    role=Role.MARKING_CENTRE,
    find=batch_or_404,
    names={"code": attrgetter("batch.code")},
    template_name="markingcentre/concordance.html",
    context=page_of_envelope,
    acts=(
        PageAct(
            name="vouch",
            path="main/",
            form_class=VouchForm,
            form_name="vouch_form",
            service=batch_acts.vouch_for_script,
            success_message=gettext_lazy("The script is checked by hand."),
        ),
        PageAct(
            name="seal",
            path="fermer/",
            form_class=SealForm,
            form_name="seal_form",
            service=batch_acts.seal_batch,
            success_message=lambda done: told_closed(done.found.batch, [], done.found.batch.size),
            success_url=_next_envelope,
        ),
        PageAct(
            name="seal_short",
            path="manquante/",
            form_class=SealShortForm,
            form_name="short_form",
            fields={"counted": "counted", "signed": "signed"},
            service=mark_acts.seal_short,
            success_message=lambda done: told_closed(done.found.batch, done.result, done.form.cleaned_data["counted"]),
            success_url=_next_envelope,
        ),
        PageAct(
            name="throw_checks_away",
            path="recommencer/",
            form_name="broken_form",
            service=batch_acts.throw_checks_away,
            success_message=gettext_lazy("What was scanned is thrown away: check the envelope from its first script."),
        ),
        PageAct(
            name="unseal",
            path="rouvrir/",
            form_class=BatchReasonForm,
            form_name="unseal_form",
            service=batch_acts.unseal_batch,
            success_message=gettext_lazy("The envelope is open again: check it from its first script."),
        ),
    ),
)
