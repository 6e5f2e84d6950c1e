"""Addresses of the exam office's desk."""

from django.urls import path

from massicot.web.office.absences import acts as absence_acts
from massicot.web.office.absences import views as absences
from massicot.web.office.batches import acts as batch_acts
from massicot.web.office.batches import keyings
from massicot.web.office.candidates import views as candidates
from massicot.web.office.centres import acts as centre_acts
from massicot.web.office.centres import views as centres
from massicot.web.office.consultations import acts as consultation_acts
from massicot.web.office.consultations import prints as consultation_prints
from massicot.web.office.convocations import acts as convocation_acts
from massicot.web.office.convocations import printing
from massicot.web.office.convocations import views as convocations
from massicot.web.office.corrigenda import acts as corrigendum_acts
from massicot.web.office.corrigenda import calendar
from massicot.web.office.corrigenda import views as corrigenda
from massicot.web.office.deposits import acts as deposit_acts
from massicot.web.office.deposits import views as deposits
from massicot.web.office.destruction import acts as destruction_acts
from massicot.web.office.destruction import views as destruction
from massicot.web.office.disputes import acts as dispute_acts
from massicot.web.office.documents import reserves
from massicot.web.office.documents import views as documents
from massicot.web.office.home import views as home
from massicot.web.office.imports import views as imports
from massicot.web.office.incidents import views as incidents
from massicot.web.office.jobs import views as jobs
from massicot.web.office.journal import views as journal
from massicot.web.office.journal import where
from massicot.web.office.ladder import views as ladder
from massicot.web.office.lifting import acts as lifting_acts
from massicot.web.office.lifting import exports, right_of_access, scripts, statements
from massicot.web.office.missions import acts as mission_acts
from massicot.web.office.missions import views as missions
from massicot.web.office.money import acts as money_acts
from massicot.web.office.people import acts as people_acts
from massicot.web.office.people import heads, letters
from massicot.web.office.persons import acts as person_acts
from massicot.web.office.presence import acts as presence_acts
from massicot.web.office.rates import acts as rate_acts
from massicot.web.office.replacements import views as replacements
from massicot.web.office.returns import acts as return_acts
from massicot.web.office.sessions import acts as session_acts
from massicot.web.office.sessions import creation, entry_place
from massicot.web.office.sheets import acts as sheet_acts
from massicot.web.office.sheets import views as sheets
from massicot.web.office.shelf import acts as shelf_acts
from massicot.web.office.slips import acts as slip_acts
from massicot.web.office.slips import views as slips
from massicot.web.office.towns import acts as town_acts
from massicot.web.shared.acts import addresses_of
from massicot.web.shared.converters import offer_row_ids

app_name = "office"

offer_row_ids()

_MISSION = "<str:session>/missions/<row:mission_id>"
_REPLACEMENT = "remplacements/<row:assignment_id>"
_REGISTER = "<str:session>/presences/<str:uai>/<str:day>"
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
    *addresses_of(ladder.RUNG),
    path("<str:session>/<str:paper>/ecart/", ladder.decide_gap, name="decide_gap"),
    path("<str:session>/<str:paper>/ecart/suite/", ladder.settle_decision, name="settle_decision"),
    *addresses_of(
        batch_acts.BATCHES,
        batch_acts.REFERRALS,
        batch_acts.REFERRAL,
        batch_acts.WITHDRAWN,
        batch_acts.WITHDRAWAL,
        batch_acts.SET_ASIDES,
        batch_acts.SET_ASIDE,
    ),
    path("<str:session>/<str:paper>/lots/seconde-saisie/", keyings.second_keying, name="second_keying"),
    path("<str:session>/<str:paper>/lots/seconde-saisie/fin/", keyings.end_second_keying, name="end_second_keying"),
    *addresses_of(batch_acts.BATCH, batch_acts.LINE),
    *addresses_of(return_acts.RETURNED_PARCELS, return_acts.RETURNED),
    *addresses_of(sheet_acts.SHEETS),
    *addresses_of(shelf_acts.SHELF, slip_acts.SLIPS, destruction_acts.DESTRUCTION, destruction_acts.SHEET_DESTRUCTION),
    path(f"{slip_acts.SLIPS.path}tournee/", slips.print_fetch_round, name="print_fetch_round"),
    path(f"{destruction_acts.DESTRUCTION.path}<str:code>/", destruction.destruction_sheet, name="destruction_sheet"),
    path(
        f"{destruction_acts.DESTRUCTION.path}en-tetes/<str:uai>/<row:destruction_id>/",
        destruction.strip_certificate,
        name="strip_certificate",
    ),
    path(f"{sheet_acts.SHEETS.path}lecture/", sheets.scan_sheets, name="scan_sheets"),
    path("<str:session>/<str:paper>/tableaux/", exports.exports, name="exports"),
    *addresses_of(lifting_acts.LIFTING, lifting_acts.SCRIPT),
    path(f"{_SCRIPT}/levee/incidents/", scripts.ask_incidents, name="ask_incidents"),
    path(f"{_SCRIPT}/levee/confirmer/", scripts.confirm_script, name="confirm_script"),
    path(f"{_SCRIPT}/levee/nom/", scripts.see_script, name="see_script"),
    path(f"{_ACCESS}/", right_of_access.find_script, name="find_script"),
    *addresses_of(consultation_acts.CONSULTATIONS, consultation_acts.OLD_FILES, consultation_acts.CONSULTATION),
    path(
        f"{consultation_acts.CONSULTATIONS.path}registre/",
        consultation_prints.print_consultations,
        name="print_consultations",
    ),
    path(
        f"{consultation_acts.CONSULTATION.path}lettre-de-refus/",
        consultation_prints.print_refusal,
        name="print_refusal",
    ),
    *addresses_of(dispute_acts.DISPUTES, dispute_acts.DISPUTE),
    path(f"{_ACCESS}/<row:entry_id>/", right_of_access.consult_script, name="consult_script"),
    *addresses_of(candidates.KEPT_MARKS, candidates.KEPT_MARK),
    path("<str:session>/<str:paper>/candidats/", candidates.find_candidate, name="find_candidate"),
    path("<str:session>/<str:paper>/candidats/<row:entry_id>/", candidates.correct_candidate, name="correct_candidate"),
    path(f"{_STATEMENTS}/", statements.statements, name="statements"),
    path(f"{_STATEMENTS}/<row:entry_id>/", statements.statement, name="statement"),
    path(f"{_STATEMENTS}/<row:entry_id>/<row:issue>/", statements.statement_file, name="statement_file"),
    *addresses_of(
        centre_acts.CENTRES,
        centre_acts.OUTSIDE,
        centre_acts.ACKNOWLEDGEMENT,
        centre_acts.PAPERS,
        centre_acts.SEALS,
        centre_acts.UNRECORDED,
    ),
    path("<str:session>/<str:paper>/centres/carte/", centres.centres_map, name="centres_map"),
    path("<str:session>/<str:paper>/arrivees/", centres.arrivals, name="arrivals"),
    *addresses_of(incidents.INCIDENTS, incidents.INCIDENT),
    path("sessions/nouvelle/", creation.new_session, name="new_session"),
    path("sessions/fichier/", creation.session_file, name="session_file"),
    *addresses_of(
        session_acts.SESSIONS,
        session_acts.ARCHIVED,
        session_acts.SESSION,
        session_acts.CALLED,
        session_acts.ARCHIVING,
        session_acts.DELETION,
        session_acts.EXAM_CENTRES,
        session_acts.ENTRY_PLACE,
        money_acts.MONEY,
    ),
    path("sessions/<str:session>/reseaux/<str:uai>/", entry_place.declare_networks, name="declare_networks"),
    path("<str:session>/<str:paper>/calendrier/", calendar.calendar, name="calendar"),
    path("<str:session>/<str:paper>/acheminements/", calendar.change_routes, name="change_routes"),
    path("<str:session>/<str:paper>/rectificatifs/nouveau/", corrigenda.new_corrigendum, name="new_corrigendum"),
    *addresses_of(corrigendum_acts.CORRIGENDA, corrigendum_acts.CORRIGENDUM),
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
    path("<str:session>/<str:paper>/numeros/ajouter/tirer/", reserves.draw_more, name="draw_more"),
    path("<str:session>/<str:paper>/numeros/reserve/", reserves.print_reserve, name="print_reserve"),
    path("<str:session>/<str:paper>/numeros/", documents.prepare, name="prepare"),
    path("personnes/inviter-tous/<str:session>/", heads.invite_all, name="invite_all"),
    path("personnes/lettres/<str:session>/imprimer/", heads.print_chosen, name="print_chosen"),
    *addresses_of(people_acts.PEOPLE, people_acts.INVITING, heads.WANTED, heads.OUTSIDE, people_acts.PERSON),
    path("personnes/<str:email>/lettre/", people_acts.print_invitation, name="print_invitation"),
    *addresses_of(person_acts.POOL, person_acts.ENTERING, person_acts.PERSON),
    *addresses_of(town_acts.TOWNS, town_acts.INSTITUTION_TOWNS),
    *addresses_of(rate_acts.RATES, rate_acts.RATE_TABLE),
    *addresses_of(journal.JOURNAL),
    *addresses_of(letters.LETTERS, letters.LETTER),
]
