from casework.engine.budgets import Budget
from casework.engine.flows import BODY, HANDLER, LEAD, CaseFlow, End, Join, Split, Start, Work, this
from casework.engine.models import Decision


def a_week(case) -> Budget:
    return Budget(5, "workdays")


def above(case):
    return case.office.parent


class SortFlow(CaseFlow):
    """Take up or decline."""

    outcomes = ("weigh", "decline")

    start = Start().Next(this.sort)
    sort = Work(role=HANDLER, label="Sort", acts=("weigh", "decline")).Next(this.end)
    end = End()


class JudgeFlow(CaseFlow):
    """The office and the unit above it, neither knowing of the other's."""

    outcomes = ("finish", "back")

    start = Start().Next(this.split)
    split = Split().Next(this.ours).Next(this.theirs)
    ours = Work(role=BODY, label="Our verdict", acts=("judge",)).Next(this.join)
    theirs = Work(role=BODY, label="Their verdict", unit=above, acts=("judge",)).Next(this.join)
    join = Join().Next(this.end)
    end = End()

    @classmethod
    def outcome(cls, procedure) -> str:
        return "back" if procedure.case.toy.objections else "finish"


class WeighFlow(CaseFlow):
    """Two opinions at once; both must agree."""

    outcomes = ("finish", "back")

    start = Start().Next(this.split)
    split = Split().Next(this.first).Next(this.second)
    first = Work(role=HANDLER, label="First opinion", acts=("agree", "object")).Next(this.join)
    second = Work(role=LEAD, label="Second opinion", due=a_week, acts=("agree", "object")).Next(this.join)
    join = Join().Next(this.end)
    end = End()

    @classmethod
    def outcome(cls, procedure) -> str:
        objected = Decision.objects.filter(procedure=procedure, decision="object").exists()
        return "back" if objected else "finish"
