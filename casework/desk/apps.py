from django.apps import AppConfig
from django.urls import reverse


class DeskConfig(AppConfig):
    name = "casework.desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from casework.engine import describe

        from .application_page import ApplicationPage
        from .balance_page import BalancePage
        from .complaint_page import ComplaintPage
        from .enrolment_page import EnrolmentPage
        from .extension_page import ExtensionPage
        from .inspection_page import InspectionPage, PlanPage
        from .kind_pages import party_url, show
        from .objection_page import ObjectionPage
        from .penalty_page import PenaltyPage
        from .repair_page import RepairPage
        from .screening_page import ScreeningPage

        show("application", ApplicationPage())
        show("balance", BalancePage())
        show("complaint", ComplaintPage())
        show("enrolment", EnrolmentPage())
        show("extension", ExtensionPage())
        show("inspection", InspectionPage())
        show("objection", ObjectionPage())
        show("penalty", PenaltyPage())
        show("plan", PlanPage())
        show("repair", RepairPage())
        show("screening", ScreeningPage())
        describe.read_at(describe.OFFICE_READER, lambda case: reverse("desk:case", args=[case.number]))
        describe.read_at(describe.FIELD_READER, lambda case: reverse("field:case", args=[case.number]))
        describe.read_at(describe.PARTY_READER, party_url)
