"""Addresses of the exam office's desk."""

from django.urls import path

from massicot.web.office.absences import acts as absence_acts
from massicot.web.office.absences import views as absences
from massicot.web.office.batches import keyings, referrals, set_asides, withdrawn
from massicot.web.office.batches import views as batches
from massicot.web.office.candidates import kept_marks
from massicot.web.office.candidates import views as candidates
from massicot.web.office.centres import outside, papers, seals, unrecorded
from massicot.web.office.centres import views as centres
from massicot.web.office.convocations import acts as convocation_acts
from massicot.web.office.convocations import printing
from massicot.web.office.convocations import views as convocations
from massicot.web.office.corrigenda import calendar
from massicot.web.office.corrigenda import views as corrigenda
from massicot.web.office.deposits import acts as deposit_acts
from massicot.web.office.deposits import views as deposits
from massicot.web.office.documents import drawing, more_drawing, reserves
from massicot.web.office.documents import views as documents
from massicot.web.office.home import views as home
from massicot.web.office.imports import views as imports
from massicot.web.office.incidents import views as incidents
from massicot.web.office.jobs import views as jobs
from massicot.web.office.journal import views as journal
from massicot.web.office.journal import where
from massicot.web.office.ladder import views as ladder
from massicot.web.office.lifting import exports, one_script, right_of_access, statements
from massicot.web.office.lifting import views as lifting
from massicot.web.office.missions import acts as mission_acts
from massicot.web.office.missions import views as missions
from massicot.web.office.people import acts as people_acts
from massicot.web.office.people import heads, letters
from massicot.web.office.persons import acts as person_acts
from massicot.web.office.presence import acts as presence_acts
from massicot.web.office.replacements import views as replacements
from massicot.web.office.sessions import archiving, entry_place, exam_centres
from massicot.web.office.sessions import views as sessions
from massicot.web.shared.acts import addresses_of
from massicot.web.shared.converters import offer_row_ids

app_name = "office"

offer_row_ids()

_BATCH = "<str:session>/<str:paper>/lots/<str:code>"
_CORRIGENDUM = "<str:session>/<str:paper>/rectificatifs/<row:corrigendum_id>"
_MISSION = "<str:session>/missions/<row:mission_id>"
_REPLACEMENT = "remplacements/<row:assignment_id>"
_REGISTER = "<str:session>/presences/<str:uai>/<str:day>"
_OUTSIDE = "<str:session>/<str:paper>/exterieur/<str:code>"
_DEDUCTION = "absences/<row:absence_id>/retenue/<row:deduction_id>"
_RUNS = "convocations/sessions/<str:session>"
_RUN = f"{_RUNS}/<row:run_id>"
_SCRIPT = "<str:session>/<str:paper>/copies/<str:number>"
_ACCESS, _STATEMENTS = "<str:session>/<str:paper>/acces", "<str:session>/<str:paper>/releves"

urlpatterns = [
    path("", home.home, name="home"),
    path("echelles/", ladder.ladders, name="ladders"),
    path("centres/", centres.centres, name="centres"),
    *addresses_of(deposit_acts.DEPOSITS, deposit_acts.DEPOSIT),
    path("documents-remis/<str:code>/fichier/", deposits.read_deposit, name="read_deposit"),
    path("missions/", missions.missions, name="missions"),
    *addresses_of(mission_acts.UNCALLED),
    path("presences/relancer/", presence_acts.remind_registers, name="remind_registers"),
    *addresses_of(presence_acts.REGISTERS, presence_acts.REGISTER),
    path(f"{_REGISTER}/relancer/", presence_acts.remind_register, name="remind_register"),
    path("<str:session>/<str:paper>/convoquer-apres/", mission_acts.convene_late, name="convene_late"),
    path("<str:session>/missions/tableau.<slug:form>", missions.missions_table, name="missions_table"),
    path("<str:session>/missions/venus.<slug:form>", missions.came_table, name="came_table"),
    path("<str:session>/missions/absences.<slug:form>", missions.absences_table, name="absences_table"),
    path("<str:session>/missions/planifier/", mission_acts.plan_missions, name="plan_missions"),
    *addresses_of(
        mission_acts.MISSIONS,
        mission_acts.NEW_MISSION,
        mission_acts.MISSION,
        mission_acts.CHANGED_MISSION,
        mission_acts.POOL,
    ),
    path(f"{_MISSION}/remplir/", mission_acts.fill_mission, name="fill_mission"),
    path(f"{_MISSION}/ajouter/", mission_acts.put_on_list, name="put_on_list"),
    path("remplacements/", replacements.replacements, name="replacements"),
    *addresses_of(replacements.REPLACEMENT),
    path(f"{_REPLACEMENT}/convoquer/", replacements.replace_person, name="replace_person"),
    path(f"{_REPLACEMENT}/refus/", replacements.note_refusal, name="note_refusal"),
    path(f"{_REPLACEMENT}/sans-reponse/", replacements.note_no_answer, name="note_no_answer"),
    path(f"{_REPLACEMENT}/remise/", replacements.tell_stand_in, name="tell_stand_in"),
    path(f"{_REPLACEMENT}/refus/retirer/", replacements.take_back_reply, name="take_back_reply"),
    path(f"{_REPLACEMENT}/retirer/", replacements.take_back_replacement, name="take_back_replacement"),
    path("ou-est-ce/", where.where, name="where"),
    *addresses_of(absence_acts.ABSENCES, absence_acts.ABSENCE, absence_acts.ANNOUNCING),
    path(f"{_DEDUCTION}/", absences.deduction_letter, name="deduction_letter"),
    path(f"{_DEDUCTION}/annulee/", absences.deduction_back_letter, name="deduction_back_letter"),
    path("convocations/", convocations.convocations_of_sessions, name="convocations"),
    *addresses_of(
        convocation_acts.CONVOCATION, convocation_acts.EMPLOYERS, convocation_acts.STALE, printing.LETTERS_ON_PAPER
    ),
    path("convocations/lettres/<str:code>/fichier/", printing.convocation_letter, name="convocation_letter"),
    path(f"{_RUNS}/", convocation_acts.convocation_runs, name="convocation_runs"),
    path(f"{_RUN}/", convocations.convocation_run, name="convocation_run"),
    path(f"{_RUN}/convoquer/", convocation_acts.ask_official_run, name="ask_official_run"),
    path(f"{_RUN}/annuler/", convocation_acts.cancel_convocation_run, name="cancel_convocation_run"),
    path(f"{_RUN}/prevenus/", convocation_acts.tell_convocations, name="tell_convocations"),
    path(f"{_RUN}/lettres/<row:assignment_id>/", printing.letter_to_check, name="letter_to_check"),
    path(f"{_RUN}/a-controler/<row:part>/", printing.letters_of_part, name="letters_of_part"),
    path(f"{_RUN}/sur-papier/<str:uai>/", printing.letters_of_institution, name="letters_of_institution"),
    path(f"{_RUN}/sur-papier/personnes/<row:person_id>/", printing.letters_of_person, name="letters_of_person"),
    path("<str:session>/<str:paper>/echelle/", ladder.ladder, name="ladder"),
    path("<str:session>/<str:paper>/echelle/<str:slug>/", ladder.rung, name="rung"),
    path("<str:session>/<str:paper>/ecart/", ladder.decide_gap, name="decide_gap"),
    path("<str:session>/<str:paper>/ecart/suite/", ladder.settle_decision, name="settle_decision"),
    path("<str:session>/<str:paper>/lots/", batches.batch_list, name="batches"),
    path("<str:session>/<str:paper>/lots/renvois/", referrals.referrals, name="referrals"),
    path("<str:session>/<str:paper>/lots/renvois/<row:referral_id>/", referrals.referral, name="referral"),
    path("<str:session>/<str:paper>/mises-a-l-ecart/", set_asides.set_asides, name="set_asides"),
    path("<str:session>/<str:paper>/mises-a-l-ecart/<str:code>/", set_asides.set_aside, name="set_aside"),
    path("<str:session>/<str:paper>/lots/retirees/", withdrawn.withdrawn, name="withdrawn"),
    path(
        "<str:session>/<str:paper>/lots/retirees/<row:withdrawal_id>/",
        withdrawn.decide_withdrawn,
        name="decide_withdrawn",
    ),
    path("<str:session>/<str:paper>/lots/seconde-saisie/", keyings.second_keying, name="second_keying"),
    path("<str:session>/<str:paper>/lots/seconde-saisie/fin/", keyings.end_second_keying, name="end_second_keying"),
    path(f"{_BATCH}/", batches.batch, name="batch"),
    path(f"{_BATCH}/deverrouiller/", batches.unlock, name="unlock_batch"),
    path(f"{_BATCH}/prolonger/", batches.extend, name="extend_batch"),
    path(f"{_BATCH}/saisie-unique/", batches.release, name="release_batch"),
    path(f"{_BATCH}/verrouiller/", batches.lock, name="lock_batch"),
    path(f"{_BATCH}/lignes/<str:number>/", batches.line, name="line"),
    path("<str:session>/<str:paper>/levee/", lifting.lifting, name="lifting"),
    path("<str:session>/<str:paper>/tableaux/", exports.exports, name="exports"),
    path(f"{_SCRIPT}/levee/", one_script.lift_script, name="lift_script"),
    path(f"{_SCRIPT}/levee/incidents/", one_script.ask_incidents, name="ask_incidents"),
    path(f"{_SCRIPT}/levee/confirmer/", one_script.confirm_script, name="confirm_script"),
    path(f"{_SCRIPT}/levee/nom/", one_script.see_script, name="see_script"),
    path(f"{_SCRIPT}/levee/retirer/", one_script.withdraw_script, name="withdraw_script"),
    path(f"{_ACCESS}/", right_of_access.find_script, name="find_script"),
    path(f"{_ACCESS}/<row:entry_id>/", right_of_access.consult_script, name="consult_script"),
    path("<str:session>/<str:paper>/conservations/", kept_marks.kept_marks, name="kept_marks"),
    path("<str:session>/<str:paper>/conservations/<row:entry_id>/", kept_marks.kept_mark, name="kept_mark"),
    path("<str:session>/<str:paper>/candidats/", candidates.find_candidate, name="find_candidate"),
    path("<str:session>/<str:paper>/candidats/<row:entry_id>/", candidates.correct_candidate, name="correct_candidate"),
    path(f"{_STATEMENTS}/", statements.statements, name="statements"),
    path(f"{_STATEMENTS}/<row:entry_id>/", statements.statement, name="statement"),
    path(f"{_STATEMENTS}/<row:entry_id>/<row:issue>/", statements.statement_file, name="statement_file"),
    path("<str:session>/<str:paper>/centres/", centres.centres_of_paper, name="centres_of_paper"),
    path("<str:session>/<str:paper>/centres/carte/", centres.centres_map, name="centres_map"),
    path("<str:session>/<str:paper>/incidents/", incidents.incidents, name="incidents"),
    path("<str:session>/<str:paper>/incidents/<row:incident_id>/", incidents.incident, name="incident"),
    path("<str:session>/<str:paper>/scelles/", seals.seals, name="seals"),
    path("<str:session>/<str:paper>/scelles/<str:code>/", seals.end_seal_trouble, name="end_seal_trouble"),
    path("<str:session>/<str:paper>/exterieur/", outside.outside_parcels, name="outside_parcels"),
    path("<str:session>/<str:paper>/departs-inconnus/", unrecorded.unrecorded, name="unrecorded"),
    path("<str:session>/<str:paper>/pieces/", papers.papers_lacking, name="papers_lacking"),
    path(f"{_OUTSIDE}/", outside.acknowledge_outside, name="acknowledge_outside"),
    path(f"{_OUTSIDE}/retour/", outside.take_back_acknowledgement, name="take_back_acknowledgement"),
    path(f"{_OUTSIDE}/perte/", outside.lose_outside, name="lose_outside"),
    path("<str:session>/<str:paper>/arrivees/", centres.arrivals, name="arrivals"),
    path("sessions/", sessions.sessions, name="sessions"),
    path("sessions/nouvelle/", sessions.new_session, name="new_session"),
    path("sessions/fichier/", sessions.session_file, name="session_file"),
    path("sessions/archivees/", archiving.archived_sessions, name="archived_sessions"),
    path("sessions/<str:session>/", sessions.session, name="session"),
    path("sessions/<str:session>/archiver/", archiving.archive_session, name="archive_session"),
    path("sessions/<str:session>/reprendre/", archiving.bring_back_session, name="bring_back_session"),
    path("sessions/<str:session>/supprimer/", archiving.delete_session, name="delete_session"),
    path("sessions/<str:session>/modifier/", sessions.edit_session, name="edit_session"),
    path("sessions/<str:session>/centres-d-epreuves/", exam_centres.exam_centres, name="exam_centres"),
    path(
        "sessions/<str:session>/centres-d-epreuves/<str:uai>/retirer/", exam_centres.remove_centre, name="remove_centre"
    ),
    path("sessions/<str:session>/lieu-de-saisie/", entry_place.entry_place, name="entry_place"),
    path("sessions/<str:session>/reseaux/<str:uai>/", entry_place.declare_networks, name="declare_networks"),
    path("<str:session>/<str:paper>/calendrier/", calendar.calendar, name="calendar"),
    path("<str:session>/<str:paper>/acheminements/", calendar.change_routes, name="change_routes"),
    path("<str:session>/<str:paper>/rectificatifs/", corrigenda.corrigenda, name="corrigenda"),
    path("<str:session>/<str:paper>/rectificatifs/nouveau/", corrigenda.new_corrigendum, name="new_corrigendum"),
    path(f"{_CORRIGENDUM}/", corrigenda.corrigendum, name="corrigendum"),
    path(f"{_CORRIGENDUM}/appliquer/", corrigenda.apply_corrigendum, name="apply_corrigendum"),
    path(f"{_CORRIGENDUM}/jeter/", corrigenda.discard_corrigendum, name="discard_corrigendum"),
    path(f"{_CORRIGENDUM}/relancer/", corrigenda.remind_readers, name="remind_readers"),
    path("imports/", imports.imports, name="imports"),
    path("imports/modele/<slug:table>/", imports.blank_table, name="blank_table"),
    path("imports/<row:job_id>/", imports.import_report, name="import_report"),
    path("imports/<row:job_id>/importer/", imports.import_table, name="import_table"),
    path("imports/<row:job_id>/abandonner/", imports.give_up_table, name="give_up_table"),
    path("travaux/<row:job_id>/", jobs.job, name="job"),
    path("travaux/<row:job_id>/fichier/", jobs.fetch_documents, name="fetch_documents"),
    path("documents/", documents.documents, name="documents"),
    path("<str:session>/<str:paper>/documents/", documents.paper_documents, name="paper_documents"),
    path("<str:session>/<str:paper>/documents/un/", documents.print_one, name="print_one"),
    path("<str:session>/<str:paper>/documents/<slug:kind>/", documents.paper_documents, name="documents_of_kind"),
    path("<str:session>/<str:paper>/cle/", documents.make_key, name="make_key"),
    path("<str:session>/<str:paper>/numeros/ajouter/", reserves.more_numbers, name="more_numbers"),
    path("<str:session>/<str:paper>/numeros/ajouter/tirer/", more_drawing.draw_more, name="draw_more"),
    path("<str:session>/<str:paper>/numeros/reserve/", reserves.print_reserve, name="print_reserve"),
    path("<str:session>/<str:paper>/numeros/", drawing.prepare, name="prepare"),
    path("personnes/inviter-tous/<str:session>/", heads.invite_all, name="invite_all"),
    path("personnes/lettres/<str:session>/imprimer/", heads.print_chosen, name="print_chosen"),
    *addresses_of(people_acts.PEOPLE, people_acts.INVITING, heads.WANTED, heads.OUTSIDE, people_acts.PERSON),
    path("personnes/<str:email>/lettre/", people_acts.print_invitation, name="print_invitation"),
    *addresses_of(person_acts.POOL, person_acts.ENTERING, person_acts.PERSON),
    path("journal/", journal.journal, name="journal"),
    *addresses_of(letters.LETTERS, letters.LETTER),
]
